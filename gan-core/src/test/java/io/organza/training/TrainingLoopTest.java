package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.TrainingDivergedException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.augment.AugmentOptions;
import io.organza.augment.Transform;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.Discriminator;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.record.AnyRecord;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {

  private static final int BATCH = 8;

  private static NetworkOptions network(NetworkFamily family) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(8, 8) : List.of(8);
    return new NetworkOptions(
        family, 8, 8, 3, 4, widths, widths, 1, BlockShape.BASIC, 4, 0, false, 0, false);
  }

  private static LossOptions loss(AdversarialLoss adversarial, double l2, Clipping clip) {
    return new LossOptions(adversarial, 0.5, 2, true, l2, 0, L2Form.SUM, AdaptiveL2.NONE, clip, 1);
  }

  private static final LossOptions PLAIN = loss(AdversarialLoss.RELATIVISTIC, 1e-4, Clipping.NORM);

  private static TrainingOptions options(int steps, Precision precision) {
    return options(steps, precision, Schedule.constant(1e-3));
  }

  private static TrainingOptions options(int steps, Precision precision, Schedule rate) {
    return options(steps, precision, rate, 1);
  }

  private static TrainingOptions options(
      int steps, Precision precision, Schedule rate, double generatorRate) {
    return options(steps, precision, rate, generatorRate, Schedule.constant(0.016));
  }

  private static TrainingOptions options(
      int steps, Precision precision, Schedule rate, double generatorRate, Schedule emaKimg) {
    return new TrainingOptions(
        steps * BATCH / 1000.0,
        BATCH,
        precision,
        rate,
        generatorRate,
        0,
        Schedule.constant(0.99),
        Schedule.constant(0.1),
        emaKimg,
        0.016,
        AugmentOptions.NONE,
        0,
        0);
  }

  private static TrainingLoop loop(
      NetworkFamily family, LossOptions loss, TrainingOptions options) {
    return new TrainingLoop(network(family), loss, options, 1, Device.cpu());
  }

  /** Images whose left half is bright and whose right half is dark, more or less. */
  private static RealBatch batch(long step) {
    return batch(step, 0);
  }

  private static RealBatch batch(long step, float added) {
    return RealBatch.unlabelled(pixels(step, added));
  }

  private static float[] pixels(long step, float added) {
    RandomStream random = RandomStream.of(9, Purpose.PICTURE, step);
    float[] pixels = new float[BATCH * 3 * 8 * 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % 8 < 4 ? 0.5f : -0.5f) + 0.1f * (float) random.nextGaussian() + added;
    }
    return pixels;
  }

  private static Map<String, List<Float>> train(
      NetworkFamily family, LossOptions loss, TrainingOptions options) {
    try (TrainingLoop loop = loop(family, loss, options)) {
      loop.run(TrainingLoopTest::batch, List.of(), () -> false);
      return StateValues.of(loop.state());
    }
  }

  @Test
  void aBatchOfAnotherSizeIsRefused() {
    try (TrainingLoop loop =
        loop(NetworkFamily.RESIDUAL, PLAIN, options(1, Precision.FP32, Schedule.constant(1e-3)))) {
      for (int images : new int[] {BATCH / 2, 2 * BATCH}) {
        RealBatch other = RealBatch.unlabelled(new float[images * 3 * 8 * 8]);
        assertThatThrownBy(() -> loop.run(step -> other, List.of(), () -> false))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("a batch of %d images of 8x8x3 must have", BATCH);
      }
    }
  }

  @Test
  void optionsThatNothingCanBeTrainedWithAreRefused() {
    LossOptions loss = AnyRecord.with(PLAIN, "l2", -1.0);
    TrainingOptions options = AnyRecord.with(options(1, Precision.FP32), "beta1", 1.0);
    assertThatThrownBy(() -> loop(NetworkFamily.RESIDUAL, loss, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "l2: must be at least 0 and finite, got -1.0; beta1: must be at least 0 and below 1, got 1.0");
  }

  /** The first step of Adam is as long as its rate, for each element that has a gradient. */
  @Test
  void theGeneratorLearnsAtItsOwnRate() {
    TrainingOptions options = options(1, Precision.FP32, Schedule.constant(1e-3), 4);
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, options)) {
      Map<String, List<Float>> before = StateValues.of(loop.state());
      loop.run(TrainingLoopTest::batch, List.of(), () -> false);
      Map<String, List<Float>> after = StateValues.of(loop.state());
      assertThat(largestMove(before, after, "generator/stem.linear"))
          .isCloseTo(4e-3f, within(1e-5f));
      assertThat(largestMove(before, after, "discriminator/head.linear"))
          .isCloseTo(1e-3f, within(1e-5f));
    }
  }

  /**
   * The fakes are judged by the improved discriminator, the real images they are compared with by
   * the one before.
   */
  @Test
  void theGeneratorsLossComparesWithTheLogitsOfTheDiscriminatorsTurn() {
    NetworkOptions network = network(NetworkFamily.RESIDUAL);
    TrainingOptions options = options(1, Precision.FP32, Schedule.constant(1e-2));
    List<Device> devices = List.of(Device.cpu());
    try (Adversaries adversaries = new Adversaries(network, Precision.FP32, 1, devices);
        AdversarialStep step =
            new AdversarialStep(
                adversaries, new StepRules(network, PLAIN, options, 1, adversaries.state()));
        NDManager scope = adversaries.manager().newSubManager()) {
      NDArray real = scope.create(pixels(0, 0), new Shape(BATCH, 3, 8, 8));
      NDArray fake = adversaries.generator().forward(firstLatents(scope, network), false);
      float[] before = adversaries.discriminator().forward(real, false).toFloatArray();

      double told = step.take(batch(0)).get(Measure.GENERATOR_LOSS);

      float[] again = adversaries.discriminator().forward(real, false).toFloatArray();
      float[] judged = adversaries.discriminator().forward(fake, false).toFloatArray();
      assertThat(told).isCloseTo(relativistic(before, judged), within(1e-4));
      assertThat(told).isNotCloseTo(relativistic(again, judged), within(1e-2));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void lossAndPenaltyAreThoseOfBothJudgementsByTheirShares(double variety) {
    NetworkOptions network = network(NetworkFamily.STRIDED);
    LossOptions loss = AnyRecord.with(PLAIN, "variety", variety);
    List<Device> devices = List.of(Device.cpu());
    try (Adversaries adversaries = new Adversaries(network, Precision.FP32, 1, devices);
        AdversarialStep step =
            new AdversarialStep(
                adversaries,
                new StepRules(network, loss, options(1, Precision.FP32), 1, adversaries.state()));
        NDManager scope = adversaries.manager().newSubManager()) {
      NDArray real = scope.create(pixels(0, 0), new Shape(BATCH, 3, 8, 8));
      NDArray fake = adversaries.generator().forward(firstLatents(scope, network), true);
      NDArray realLogits = adversaries.discriminator().forward(real, false);
      NDArray fakeLogits = adversaries.discriminator().forward(fake, false);
      double alone = relativistic(column(fakeLogits, 0), column(realLogits, 0));
      double among = relativistic(column(fakeLogits, 1), column(realLogits, 1));

      double r1 = squaredGradient(adversaries.discriminator(), real, variety);

      Measured told = step.take(batch(0));

      assertThat(alone).isNotCloseTo(among, within(1e-3));
      assertThat(told.get(Measure.DISCRIMINATOR_LOSS))
          .isCloseTo((1 - variety) * alone + variety * among, within(1e-5));
      assertThat(told.get(Measure.R1)).isCloseTo(r1, withinPercentage(0.01));
    }
  }

  /** Returns the mean over images of how steep both judgements, by their shares, are there. */
  private static double squaredGradient(
      Discriminator discriminator, NDArray images, double variety) {
    NDArray leaf = Torch.leaf(images);
    return Torch.recorded(
            () -> {
              NDArray logits = discriminator.forward(leaf, true);
              NDArray alone = Torch.scale(logits.get(":, 0"), 1 - variety);
              NDArray overall = alone.add(Torch.scale(logits.get(":, 1"), variety));
              return Torch.squaredGradientNorms(overall, List.of(leaf)).head().mean();
            })
        .getFloat();
  }

  /** What is not in the loss is not learned. */
  @Test
  void whereVarietyDoesNotCountItsWeightsStay() {
    LossOptions loss = AnyRecord.with(PLAIN, "variety", 0.0);
    try (TrainingLoop loop = loop(NetworkFamily.STRIDED, loss, options(2, Precision.FP32))) {
      Map<String, List<Float>> before = StateValues.of(loop.state());
      loop.run(TrainingLoopTest::batch, List.of(), () -> false);
      Map<String, List<Float>> after = StateValues.of(loop.state());
      assertThat(largestMove(before, after, "discriminator/head.variety")).isZero();
      assertThat(largestMove(before, after, "discriminator/head.linear")).isPositive();
    }
  }

  private static NDArray firstLatents(NDManager owner, NetworkOptions network) {
    RandomStream random = RandomStream.of(1, Purpose.TRAINING_LATENTS, 0);
    Shape shape = new Shape(BATCH, network.latentSize());
    return owner.create(random.gaussians((int) shape.size()), shape);
  }

  private static float[] column(NDArray logits, int judgement) {
    return logits.get(":, " + judgement).toFloatArray();
  }

  /** Returns the mean of softplus(worse - better). */
  private static double relativistic(float[] worse, float[] better) {
    return IntStream.range(0, worse.length)
        .mapToDouble(i -> Math.log1p(Math.exp(worse[i] - better[i])))
        .average()
        .orElseThrow();
  }

  private static float largestMove(
      Map<String, List<Float>> before, Map<String, List<Float>> after, String name) {
    List<Float> from = Objects.requireNonNull(before.get(name));
    List<Float> to = Objects.requireNonNull(after.get(name));
    float largest = 0;
    for (int i = 0; i < from.size(); i++) {
      largest = Math.max(largest, Math.abs(to.get(i) - from.get(i)));
    }
    return largest;
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL, FP32", "RESIDUAL, BF16", "DCGAN, FP32", "DCGAN, BF16"})
  void theSameSeedIsTheSameRun(NetworkFamily family, Precision precision) {
    TrainingOptions options = options(5, precision);

    assertThat(train(family, PLAIN, options)).isEqualTo(train(family, PLAIN, options));
  }

  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void aRunInTwoPiecesIsTheRunInOne(NetworkFamily family) {
    Map<String, List<Float>> whole = train(family, PLAIN, options(7, Precision.FP32));

    try (TrainingLoop first = loop(family, PLAIN, options(3, Precision.FP32));
        TrainingLoop second = loop(family, PLAIN, options(7, Precision.FP32))) {
      first.run(TrainingLoopTest::batch, List.of(), () -> false);
      first
          .state()
          .tensors()
          .forEach((name, from) -> copy(from, second.state().tensors().get(name)));
      second.state().resume(first.state().progress());
      second.run(TrainingLoopTest::batch, List.of(), () -> false);

      assertThat(StateValues.of(second.state())).isEqualTo(whole);
    }
  }

  private static void copy(NDArray from, @Nullable NDArray to) {
    Torch.copyAll(List.of(Objects.requireNonNull(to)), List.of(from));
  }

  @ParameterizedTest
  @EnumSource(AdversarialLoss.class)
  void everyLossTrainsWithPenaltiesAndEveryWeightMoves(AdversarialLoss adversarial) {
    LossOptions loss = loss(adversarial, 1e-4, Clipping.NORM);
    Map<String, List<Float>> before;
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, loss, options(1, Precision.FP32))) {
      before = StateValues.of(loop.state());
    }

    Map<String, List<Float>> after =
        train(NetworkFamily.RESIDUAL, loss, options(4, Precision.FP32));

    assertThat(after.keySet()).isEqualTo(before.keySet());
    // The last bias of a discriminator cancels out where only differences of logits count.
    before.keySet().removeIf(name -> name.endsWith("second.bias"));
    before.forEach((name, values) -> assertThat(after.get(name)).as(name).isNotEqualTo(values));
    assertThat(after.values())
        .allSatisfy(values -> assertThat(values).allMatch(value -> Float.isFinite(value)));
  }

  @ParameterizedTest
  @EnumSource(Clipping.class)
  void everyClippingIsReported(Clipping clip) {
    List<TickReport> ticks = ticks(loss(AdversarialLoss.RELATIVISTIC, 1e-4, clip), 4);

    assertThat(ticks).hasSize(2);
    assertThat(ticks.get(0).images()).isEqualTo(2 * BATCH);
    assertThat(ticks)
        .allSatisfy(
            tick -> {
              assertThat(tick.generatorGradientNorm()).isPositive();
              assertThat(tick.discriminatorClipped()).isBetween(0.0, 1.0);
              assertThat(tick.r1()).isPositive();
              assertThat(tick.r2()).isPositive();
              assertThat(tick.weightPenalty()).isPositive();
              assertThat(tick.weightPenaltyShare()).isBetween(0.0, 1.0);
              assertThat(tick.imagesPerSecond()).isPositive();
              assertThat(tick.learningRate()).isEqualTo(1e-3);
            });
  }

  private static List<TickReport> ticks(LossOptions loss, int steps) {
    List<TickReport> ticks = new ArrayList<>();
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public void ticked(TrainingState state, TickReport report) {
            ticks.add(report);
          }
        };
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, loss, options(steps, Precision.FP32))) {
      loop.run(TrainingLoopTest::batch, List.of(observer), () -> false);
    }
    return ticks;
  }

  @Test
  void withoutPenaltiesTheyAreNotComputed() {
    LossOptions loss =
        new LossOptions(
            AdversarialLoss.NON_SATURATING,
            0.5,
            1,
            false,
            0,
            0,
            L2Form.SUM,
            AdaptiveL2.NONE,
            Clipping.NONE,
            1);

    TickReport tick = ticks(loss, 2).get(0);

    assertThat(tick.r1()).isPositive();
    assertThat(tick.r2()).isNaN();
    assertThat(tick.weightPenalty()).isZero();
    assertThat(tick.weightPenaltyShare()).isZero();
    assertThat(tick.discriminatorClipped()).isZero();
  }

  @Test
  void theL2PenaltyShrinksTheGeneratorsWeights() {
    double none = norm(0);
    double some = norm(0.01);
    assertThat(some).isLessThan(none);
    assertThat(norm(1)).isLessThan(some);
  }

  private static double norm(double lambda) {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, lambda, Clipping.NONE);
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, loss, options(20, Precision.FP32))) {
      loop.run(TrainingLoopTest::batch, List.of(), () -> false);
      return loop.state().group("generator").values().stream()
          .mapToDouble(w -> w.square().sum().getFloat())
          .sum();
    }
  }

  /** With a half-life of two steps, each step keeps 2^(-1/2) of the average. */
  @Test
  void theAverageFollowsWithItsHalfLife() {
    List<float[]> weights = new ArrayList<>();
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, options(3, Precision.FP32))) {
      NDArray weight = loop.state().group("generator").values().iterator().next();
      NDArray average = loop.state().group("ema").values().iterator().next();
      double[] expected = new double[] {weight.toFloatArray()[0]};
      TrainingObserver observer =
          new TrainingObserver() {
            @Override
            public void stepped(TrainingState state) {
              weights.add(weight.toFloatArray());
              double keep = Math.pow(0.5, 0.5);
              expected[0] = keep * expected[0] + (1 - keep) * weight.toFloatArray()[0];
              assertThat(average.toFloatArray()[0]).isCloseTo((float) expected[0], within(1e-6f));
            }
          };
      loop.run(TrainingLoopTest::batch, List.of(observer), () -> false);
    }
    assertThat(weights).hasSize(3);
  }

  /**
   * The first normalisation is of W z, whose variance is the mean of |w|^2 over a channel's rows.
   * The average is so slow that its weights stay, while the generator's move far away.
   */
  @ParameterizedTest
  @EnumSource(names = "RESIDUAL", mode = EnumSource.Mode.EXCLUDE)
  void theStatisticsOfTheAverageAreOfItsOwnFeatures(NetworkFamily family) {
    TrainingOptions options =
        options(400, Precision.FP32, Schedule.constant(0.01), 1, Schedule.constant(1e9));
    try (TrainingLoop loop = loop(family, PLAIN, options)) {
      loop.run(TrainingLoopTest::batch, List.of(), () -> false);

      loop.state().gatherStatistics();
      double average = variance(loop.state(), "ema");
      assertThat(average).isCloseTo(varianceByWeights(loop.state(), "ema"), withinPercentage(2));
      assertThat(variance(loop.state(), "generator")).isGreaterThan(2 * average);
    }
  }

  private static double variance(TrainingState state, String group) {
    NDArray variances = Objects.requireNonNull(state.group(group).get("stage0.norm.variance"));
    return variances.mean().getFloat();
  }

  private static double varianceByWeights(TrainingState state, String group) {
    NDArray linear = Objects.requireNonNull(state.group(group).get("stem.linear"));
    return linear.square().sum(new int[] {1}).mean().getFloat();
  }

  @Test
  void aStopIsHeededAfterTheStep() {
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, options(100, Precision.FP32))) {
      loop.run(TrainingLoopTest::batch, List.of(), () -> loop.state().steps() == 2);

      assertThat(loop.state().steps()).isEqualTo(2);
      assertThat(loop.state().images()).isEqualTo(2 * BATCH);
    }
  }

  /** What a training told. */
  private static final class Events implements TrainingObserver {
    final List<Recovery> recoveries = new ArrayList<>();
    final List<TickReport> ticks = new ArrayList<>();
    int steps;

    @Override
    public void stepped(TrainingState state) {
      steps++;
      assertFinite(state);
    }

    @Override
    public void ticked(TrainingState state, TickReport report) {
      ticks.add(report);
    }

    @Override
    public void recovered(TrainingState state, Recovery recovery) {
      recoveries.add(recovery);
      assertFinite(state);
      assertThat(state.images()).isEqualTo(recovery.backTo());
    }
  }

  private static void assertFinite(TrainingState state) {
    assertThat(StateValues.of(state).values())
        .allSatisfy(values -> assertThat(values).allMatch(value -> Float.isFinite(value)));
  }

  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void anAbsurdLearningRateIsGivenUpWithTheLastGoodState(NetworkFamily family) {
    Events events = new Events();
    TrainingOptions absurd = options(100, Precision.FP32, Schedule.constant(1e30));
    try (TrainingLoop good = loop(family, PLAIN, options(4, Precision.FP32));
        TrainingLoop bad = loop(family, PLAIN, absurd)) {
      good.run(TrainingLoopTest::batch, List.of(), () -> false);
      try (StateCopy copy = new StateCopy(good.state())) {
        copy.restore(bad.state());
      }

      assertThatThrownBy(() -> bad.run(TrainingLoopTest::batch, List.of(events), () -> false))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("Try a smaller learning rate");

      assertThat(StateValues.of(bad.state())).isEqualTo(StateValues.of(good.state()));
      assertThat(bad.state().images()).isEqualTo(4 * BATCH);
    }
    assertThat(events.recoveries)
        .extracting(recovery -> ((Recovery.Diverged) recovery).recoveries().count())
        .containsExactly(1, 2, 3);
  }

  /** The gradients of the first step are finite, what Adam makes of them is not. */
  @Test
  void aStateWithWeightsThatAreNotFiniteIsNotShown() {
    Events events = new Events();
    TrainingOptions beyond = options(5, Precision.FP32, Schedule.constant(1e40));
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, beyond)) {
      Map<String, List<Float>> before = StateValues.of(loop.state());
      assertThatThrownBy(() -> loop.run(TrainingLoopTest::batch, List.of(events), () -> false))
          .isInstanceOf(TrainingDivergedException.class);
      assertThat(StateValues.of(loop.state())).isEqualTo(before);
    }
    assertThat(events.steps).isZero();
  }

  @Test
  void afterAFailureTrainingGoesOnFromTheLastTickMoreSlowly() {
    Events events = new Events();
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, options(6, Precision.FP32))) {
      loop.run(
          step -> {
            boolean fails = step == 3 && loop.state().progress().recoveries().count() == 0;
            return batch(step, fails ? Float.NaN : 0);
          },
          List.of(events),
          () -> false);
      assertFinite(loop.state());
      assertThat(loop.state().steps()).isEqualTo(6);
    }
    assertThat(events.recoveries)
        .containsExactly(new Recovery.Diverged(32, 16, new Recoveries(1, 32 + 300 * BATCH)));
    assertThat(events.ticks).extracting(TickReport::images).containsExactly(16L, 32L, 48L);
    assertThat(events.ticks)
        .extracting(TickReport::learningRate)
        .containsExactly(1e-3, 0.5e-3, 0.5e-3);
  }

  /** Else a step whose latents made it fail would fail again. */
  @Test
  void afterARecoveryTheLatentsAreOthers() {
    TrainingOptions still = options(1, Precision.FP32, Schedule.constant(0));
    List<Double> losses = new ArrayList<>();
    for (int count = 0; count <= Recoveries.MOST; count++) {
      Events events = new Events();
      try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, still)) {
        loop.state().resume(TrainingProgress.NONE.with(new Recoveries(count, 1000)));
        loop.run(TrainingLoopTest::batch, List.of(events), () -> false);
      }
      losses.add(events.ticks.get(0).generatorLoss());
    }
    assertThat(losses).doesNotHaveDuplicates();
  }

  @Test
  void varietyIsThatOfFakesInProportionToThatOfReals() {
    float[] flat = new float[BATCH * 3 * 8 * 8];
    double some = variety(TrainingLoopTest::batch);
    assertThat(variety(step -> RealBatch.unlabelled(flat))).isNaN();
    assertThat(variety(step -> scaled(pixels(step, 0), 2))).isCloseTo(some / 2, within(1e-5));
    assertThat(some).isPositive();
  }

  private static double variety(LongFunction<RealBatch> batches) {
    Events events = new Events();
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, options(1, Precision.FP32))) {
      loop.run(batches, List.of(events), () -> false);
    }
    return events.ticks.get(0).fakeVariety();
  }

  private static RealBatch scaled(float[] pixels, float factor) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] *= factor;
    }
    return RealBatch.unlabelled(pixels);
  }

  private static TrainingOptions augmented(int steps, boolean adaptive, double target) {
    AugmentOptions augment =
        new AugmentOptions(List.of(Transform.values()), adaptive, target, 0.7, 0.04);
    return AnyRecord.with(options(steps, Precision.FP32), "augment", augment);
  }

  /** Eight images are a fifth of the ramp, and four fifths are more than the most of 0.7. */
  @Test
  void adaptiveAugmentationRisesAboveItsTargetAndIsReported() {
    Events events = new Events();
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, augmented(6, true, -1))) {
      loop.run(TrainingLoopTest::batch, List.of(events), () -> false);
      assertThat(loop.state().progress().augmentProbability()).isEqualTo(0.7);
    }
    assertThat(events.ticks)
        .extracting(TickReport::augmentProbability)
        .containsExactly(0.2, 0.2 + 0.2 + 0.2, 0.7);
    assertThat(events.ticks).allSatisfy(tick -> assertThat(tick.pairSign()).isBetween(-1.0, 1.0));
  }

  @Test
  void augmentationChangesTheTrainingOnlyIfItsProbabilityIsNotZero() {
    Map<String, List<Float>> none =
        train(NetworkFamily.RESIDUAL, PLAIN, options(3, Precision.FP32));
    assertThat(train(NetworkFamily.RESIDUAL, PLAIN, augmented(3, true, 1))).isEqualTo(none);
    assertThat(train(NetworkFamily.RESIDUAL, PLAIN, augmented(3, false, 1))).isNotEqualTo(none);
  }

  @ParameterizedTest
  @EnumSource(AdversarialLoss.class)
  void everyLossTrainsWithAugmentation(AdversarialLoss adversarial) {
    LossOptions loss = loss(adversarial, 1e-4, Clipping.NORM);
    for (NetworkFamily family : NetworkFamily.values()) {
      assertThat(train(family, loss, augmented(4, false, 0)).values())
          .allSatisfy(values -> assertThat(values).allMatch(value -> Float.isFinite(value)));
    }
  }

  @Test
  void afterARecoveryTheProbabilityIsThatOfTheState() {
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, augmented(3, true, -1))) {
      loop.run(
          step -> {
            boolean fails = step == 1 && loop.state().progress().recoveries().count() == 0;
            return batch(step, fails ? Float.NaN : 0);
          },
          List.of(),
          () -> loop.state().steps() == 1 && loop.state().progress().recoveries().count() == 1);
      assertThat(loop.state().progress().augmentProbability()).isCloseTo(0.2, within(1e-12));
    }
  }

  private static LossOptions adaptive(double target) {
    return AnyRecord.with(PLAIN, "adaptiveL2", new AdaptiveL2(true, 1e-5, 1e-2, target, 0.032));
  }

  /** Sixteen images a tick are half of a decade; images of nothing are no training images. */
  @Test
  void adaptiveLambdaRisesWithTheGapAndFallsWithoutOneAndIsReported() {
    LongFunction<RealBatch> training = TrainingLoopTest::batch;
    LongFunction<RealBatch> others = index -> scaled(batch(index).pixels(), 0);
    List<Double> lambdas = new ArrayList<>();
    for (LongFunction<RealBatch> holdout : List.of(training, others)) {
      Events events = new Events();
      try (TrainingLoop loop =
          loop(NetworkFamily.RESIDUAL, adaptive(0), options(40, Precision.FP32))) {
        loop.compare(training, holdout);
        loop.run(training, List.of(events), () -> false);
      }
      assertThat(events.ticks.get(0).lambda()).isCloseTo(1e-4, within(1e-12));
      lambdas.add(events.ticks.get(19).lambda());
    }
    assertThat(lambdas.get(0)).isCloseTo(1e-5, within(1e-12));
    assertThat(lambdas.get(1)).isGreaterThan(1e-5);
  }

  /** One that is adaptive again begins with the lambda that was given, not with an old drift. */
  @Test
  void aFixedLambdaForgetsHowFarAnAdaptiveOneHadMoved() {
    try (TrainingLoop loop = loop(NetworkFamily.RESIDUAL, PLAIN, options(2, Precision.FP32))) {
      loop.state().resume(TrainingProgress.NONE.withL2Decades(1.5));
      loop.run(TrainingLoopTest::batch, List.of(), () -> false);
      assertThat(loop.state().progress().l2Decades()).isZero();
    }
  }

  @Test
  void adaptiveLambdaNeedsImagesToCompareWith() {
    try (TrainingLoop loop =
        loop(NetworkFamily.RESIDUAL, adaptive(0), options(2, Precision.FP32))) {
      assertThatThrownBy(() -> loop.run(TrainingLoopTest::batch, List.of(), () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("compare");
    }
  }

  /** Of three images on two devices one has two, which can be halved. */
  @Test
  void theLargestPieceIsHalved() {
    NetworkOptions network = network(NetworkFamily.RESIDUAL);
    TrainingOptions options = AnyRecord.with(options(1, Precision.FP32), "batch", 3);
    List<Device> devices = List.of(Device.cpu(), Device.cpu());
    try (Adversaries adversaries = new Adversaries(network, Precision.FP32, 1, devices);
        AdversarialStep step =
            new AdversarialStep(
                adversaries, new StepRules(network, PLAIN, options, 1, adversaries.state()))) {
      assertThat(step.halve()).isEqualTo(1);
      assertThat(step.halve()).isZero();
    }
  }

  @Test
  void stepsLeaveNothingBehind() {
    NetworkOptions network = network(NetworkFamily.RESIDUAL);
    TrainingOptions options = AnyRecord.with(augmented(3, false, 0), "precision", Precision.BF16);
    List<Device> devices = List.of(Device.cpu(), Device.cpu());
    try (Adversaries adversaries = new Adversaries(network, Precision.BF16, 1, devices);
        AdversarialStep step =
            new AdversarialStep(
                adversaries, new StepRules(network, PLAIN, options, 1, adversaries.state()))) {
      List<NDManager> managers = adversaries.networks().stream().map(Networks::manager).toList();
      List<Integer> before = managers.stream().map(m -> m.getManagedArrays().size()).toList();
      managers.forEach(NDManager::cap); // Whatever a step attaches from here on is an error.
      for (int i = 0; i < 3; i++) {
        step.take(batch(i));
      }
      assertThat(managers).extracting(m -> m.getManagedArrays().size()).isEqualTo(before);
    }
  }
}
