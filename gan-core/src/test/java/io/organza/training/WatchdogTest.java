package io.organza.training;

import static io.organza.training.Watchdog.Warning.ALWAYS_CLIPPED;
import static io.organza.training.Watchdog.Warning.LEARNED_BY_HEART;
import static io.organza.training.Watchdog.Warning.LOST_VARIETY;
import static io.organza.training.Watchdog.Warning.SATURATED_DISCRIMINATOR;
import static io.organza.training.Watchdog.Warning.VANISHED_GRADIENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.record.AnyRecord;
import io.organza.training.Watchdog.Warning;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WatchdogTest {

  private static final double BOUND = 10;
  private static final TickReport HEALTHY = tick(0.65, 2.7, 0, 2.5, 0.05, 0.9);
  private static final TickReport SATURATED = tick(0.05, 2.7, 0, 2.5, 0.05, 0.9);
  private static final TickReport ALIKE = tick(0.65, 2.7, 0, 2.5, 0.05, 0.1);

  private static TickReport tick(
      double discriminatorLoss,
      double discriminatorNorm,
      double discriminatorClipped,
      double generatorNorm,
      double generatorClipped,
      double fakeVariety) {
    return new TickReport(
        1000,
        5,
        200,
        discriminatorLoss,
        0.7,
        0.03,
        0.03,
        discriminatorNorm,
        generatorNorm,
        discriminatorClipped,
        generatorClipped,
        0.04,
        0.001,
        0,
        0,
        fakeVariety,
        3e-4,
        0.3,
        0,
        Double.NaN,
        Double.NaN);
  }

  private static LossOptions loss(AdversarialLoss adversarial, Clipping clip) {
    return new LossOptions(
        adversarial, 0.5, 8, true, 1e-5, 0, L2Form.SUM, AdaptiveL2.NONE, clip, BOUND);
  }

  /** Returns what is told of the same tick again and again. */
  private static List<Warning> watch(LossOptions loss, TickReport tick) {
    Watchdog watchdog = new Watchdog(loss);
    return watch(watchdog, tick, 30);
  }

  private static List<Warning> watch(Watchdog watchdog, TickReport tick, int times) {
    List<Warning> told = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      told.addAll(watchdog.watch(tick));
    }
    return told;
  }

  private static final LossOptions PLAIN = loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM);

  @Test
  void aHealthyTrainingIsNotDisturbed() {
    assertThat(watch(PLAIN, HEALTHY)).isEmpty();
  }

  @Test
  void whatLastsIsToldOnce() {
    Watchdog watchdog = new Watchdog(PLAIN);
    assertThat(watch(watchdog, SATURATED, 9)).isEmpty();
    assertThat(watchdog.watch(SATURATED)).containsExactly(SATURATED_DISCRIMINATOR);
    assertThat(watch(watchdog, SATURATED, 100)).isEmpty();
  }

  @Test
  void whatCameBackIsToldAgain() {
    Watchdog watchdog = new Watchdog(PLAIN);
    assertThat(watch(watchdog, SATURATED, 10)).hasSize(1);
    // Not gone for long enough.
    watch(watchdog, HEALTHY, 9);
    assertThat(watch(watchdog, SATURATED, 20)).isEmpty();
    watch(watchdog, HEALTHY, 10);
    assertThat(watch(watchdog, SATURATED, 10)).containsExactly(SATURATED_DISCRIMINATOR);
  }

  @Test
  void oneGoodTickBeginsTheCountAnew() {
    Watchdog watchdog = new Watchdog(PLAIN);
    for (int i = 0; i < 10; i++) {
      assertThat(watch(watchdog, ALIKE, 9)).isEmpty();
      assertThat(watchdog.watch(HEALTHY)).isEmpty();
    }
  }

  @Test
  void imagesThatAreAlikeAreTold() {
    assertThat(watch(PLAIN, ALIKE)).containsExactly(LOST_VARIETY);
    assertThat(watch(PLAIN, tick(0.65, 2.7, 0, 2.5, 0, 0.2))).isEmpty();
    assertThat(watch(PLAIN, tick(0.65, 2.7, 0, 2.5, 0, Double.NaN))).isEmpty();
  }

  @Test
  void whatIsKnownByHeartIsTold() {
    assertThat(watch(PLAIN, AnyRecord.with(HEALTHY, "gap", 0.51)))
        .containsExactly(LEARNED_BY_HEART);
    assertThat(watch(PLAIN, AnyRecord.with(HEALTHY, "gap", 0.49))).isEmpty();
  }

  @Test
  void severalAreToldTogether() {
    TickReport worst = AnyRecord.with(tick(0.01, 2.7, 0, 600, 1, 0.1), "gap", 0.9);
    assertThat(watch(PLAIN, worst))
        .containsExactly(SATURATED_DISCRIMINATOR, LOST_VARIETY, ALWAYS_CLIPPED, LEARNED_BY_HEART);
  }

  /** A tenth of the loss at chance: log 2, 2 log 2, 2 and 1/4. */
  @ParameterizedTest
  @CsvSource({
    "RELATIVISTIC, 0.068, 0.07",
    "NON_SATURATING, 0.138, 0.14",
    "HINGE, 0.199, 0.201",
    "LEAST_SQUARES, 0.0249, 0.0251"
  })
  void eachLossHasItsOwnThreshold(AdversarialLoss adversarial, double below, double above) {
    LossOptions loss = loss(adversarial, Clipping.NORM);
    assertThat(watch(loss, tick(below, 1, 0, 1, 0, 1))).containsExactly(SATURATED_DISCRIMINATOR);
    assertThat(watch(loss, tick(above, 1, 0, 1, 0, 1))).isEmpty();
  }

  /** Near the loss at chance, or above it. */
  @ParameterizedTest
  @CsvSource({
    "RELATIVISTIC, 0.679, 0.680",
    "NON_SATURATING, 1.358, 1.359",
    "HINGE, 1.959, 1.961",
    "LEAST_SQUARES, 0.2449, 0.2451"
  })
  void aDiscriminatorWithoutAnIdeaIsTold(AdversarialLoss adversarial, double below, double above) {
    LossOptions loss = loss(adversarial, Clipping.NORM);
    assertThat(watch(loss, tick(below, 1, 0, 1, 0, 1))).isEmpty();
    assertThat(watch(loss, tick(above, 1, 0, 1, 0, 1))).containsExactly(VANISHED_GRADIENTS);
    assertThat(watch(loss, tick(3, 1, 0, 1, 0, 1))).containsExactly(VANISHED_GRADIENTS);
  }

  @Test
  void theWassersteinLossHasNone() {
    LossOptions loss = loss(AdversarialLoss.WASSERSTEIN, Clipping.NORM);
    assertThat(watch(loss, tick(-1000, 1, 0, 1, 0, 1))).isEmpty();
    assertThat(watch(loss, tick(1000, 1, 0, 1, 0, 1))).isEmpty();
  }

  @Test
  void gradientsFarAboveTheBoundAreToldOfEachNetwork() {
    assertThat(watch(PLAIN, tick(0.65, 60, 1, 1, 0, 1))).containsExactly(ALWAYS_CLIPPED);
    assertThat(watch(PLAIN, tick(0.65, 1, 0, 60, 1, 1))).containsExactly(ALWAYS_CLIPPED);
    assertThat(watch(PLAIN, tick(0.65, 60, 0.9, 60, 0.9, 1))).isEmpty();
  }

  /** The classic networks on photographs, after many images: 280 with a bound of 100. */
  @Test
  void theClassicNetworksMayBeClippedAtEachStep() {
    LossOptions classic = loss(AdversarialLoss.NON_SATURATING, Clipping.NORM);
    assertThat(watch(classic, tick(0.4, 5, 0, 28, 1, 0.9))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"VALUE", "PENALTY_NORM"})
  void whereTheDistanceToTheBoundIsUnknownEachStepCounts(Clipping clip) {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, clip);
    assertThat(watch(loss, tick(0.65, 12, 1, 1, 0, 1))).containsExactly(ALWAYS_CLIPPED);
  }

  @Test
  void eachMessageGivesAdviceInALine() {
    for (Warning warning : Warning.values()) {
      assertThat(warning.message()).contains("try a ").doesNotContain("\n");
    }
  }
}
