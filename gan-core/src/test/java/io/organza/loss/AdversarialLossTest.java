package io.organza.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.record.AnyRecord;
import io.organza.torch.Torch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are worked out by hand for real logits 2 and -1, fake logits 1 and 0.5. */
class AdversarialLossTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final NDArray real = manager.create(new float[] {2, -1});
  private final NDArray fake = manager.create(new float[] {1, 0.5f});

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    // (softplus(-1) + softplus(1.5)) / 2, (softplus(1) + softplus(-1.5)) / 2
    "RELATIVISTIC, 1.0073375, 0.7573375",
    // (softplus(-2) + softplus(1)) / 2 + (softplus(1) + softplus(0.5)) / 2, and
    // (softplus(-1) + softplus(-0.5)) / 2
    "NON_SATURATING, 1.8637639, 0.3936694",
    // (0 + 2) / 2 + (2 + 1.5) / 2, -(1 + 0.5) / 2
    "HINGE, 2.75, -0.75",
    // ((1 + 4) / 2 + (1 + 0.25) / 2) / 2, (0 + 0.25) / 2 / 2
    "LEAST_SQUARES, 1.5625, 0.0625",
    // 0.75 - 0.5, -0.75
    "WASSERSTEIN, 0.25, -0.75"
  })
  void lossesHaveTheirHandComputedValues(
      AdversarialLoss loss, float discriminator, float generator) {
    assertThat(loss.discriminator(real, fake).getFloat()).isCloseTo(discriminator, within(1e-5f));
    assertThat(loss.generator(real, fake).getFloat()).isCloseTo(generator, within(1e-5f));
  }

  /** The derivative of softplus(f - r) / 2 for f is sigmoid(f - r) / 2, for r its negative. */
  @Test
  void relativisticGradientIsASigmoid() {
    NDArray r = Torch.leaf(real);
    NDArray f = Torch.leaf(fake);

    var gradients =
        Torch.recorded(
            () -> Torch.gradients(AdversarialLoss.RELATIVISTIC.discriminator(r, f), List.of(r, f)));

    float first = (float) (0.5 / (1 + Math.exp(1)));
    float second = (float) (0.5 / (1 + Math.exp(-1.5)));
    assertThat(gradients.get(0).toFloatArray())
        .containsExactly(new float[] {-first, -second}, within(1e-6f));
    assertThat(gradients.get(1).toFloatArray())
        .containsExactly(new float[] {first, second}, within(1e-6f));
  }

  /**
   * Of the relativistic loss: as above, and softplus(0) where real and fake logits are the same.
   */
  @Test
  void eachJudgementHasItsLossAndItsShare() {
    NDArray same = manager.create(new float[] {3, 5}, new Shape(2, 1));
    NDArray losses =
        AdversarialLoss.RELATIVISTIC.discriminator(
            real.reshape(2, 1).concat(same, 1), fake.reshape(2, 1).concat(same, 1));
    LossOptions quarter = AnyRecord.with(AnyRecord.of(LossOptions.class), "variety", 0.25);

    float chance = (float) Math.log(2);
    assertThat(losses.toFloatArray())
        .containsExactly(new float[] {1.0073375f, chance}, within(1e-5f));
    assertThat(quarter.overall(losses).getFloat())
        .isCloseTo(0.75f * 1.0073375f + 0.25f * chance, within(1e-5f));
    assertThat(quarter.overall(losses.get("0:1")).getFloat()).isCloseTo(1.0073375f, within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"RELATIVISTIC", "NON_SATURATING", "HINGE", "LEAST_SQUARES", "WASSERSTEIN"})
  void theGeneratorGainsWhatTheDiscriminatorLosesFromBetterFakes(AdversarialLoss loss) {
    NDArray better = fake.add(0.3f);

    assertThat(loss.generator(real, better).getFloat())
        .isLessThan(loss.generator(real, fake).getFloat());
    assertThat(loss.discriminator(real, better).getFloat())
        .isGreaterThan(loss.discriminator(real, fake).getFloat());
  }
}
