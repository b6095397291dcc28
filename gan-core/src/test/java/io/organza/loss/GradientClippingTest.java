package io.organza.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.loss.GradientClipping.Clipped;
import io.organza.torch.Torch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * At the weights (0, 0) the adversarial loss 3 a - 4 b has the gradient (3, -4), of norm 5, and the
 * penalty -12 b has (0, -12), of norm 12; their sum is (3, -16).
 */
class GradientClippingTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final NDArray weights = Torch.leaf(manager.zeros(new Shape(2)));

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray linear(float a, float b) {
    return Torch.recorded(() -> manager.create(new float[] {a, b}).mul(weights).sum());
  }

  private Clipped clip(Clipping what, double bound) {
    GradientClipping clipping = new GradientClipping(what, bound);
    return Torch.recorded(
        () -> clipping.clip(clipping.take(linear(3, -4), linear(0, -12), List.of(weights))));
  }

  private static float[] values(Clipped clipped) {
    return clipped.gradients().singletonOrThrow().toFloatArray();
  }

  @Test
  void normBoundsTheWholeGradient() {
    Clipped clipped = clip(Clipping.NORM, 1);

    float norm = (float) Math.sqrt(9 + 256);
    assertThat(clipped.norm().getFloat()).isCloseTo(norm, within(1e-5f));
    assertThat(clipped.bounded().getFloat()).isCloseTo(norm, within(1e-5f));
    assertThat(values(clipped)).containsExactly(new float[] {3 / norm, -16 / norm}, within(1e-6f));
  }

  @Test
  void penaltyNormBoundsThePenaltyAlone() {
    Clipped clipped = clip(Clipping.PENALTY_NORM, 6);

    assertThat(clipped.bounded().getFloat()).isCloseTo(12, within(1e-5f));
    assertThat(clipped.norm().getFloat()).isCloseTo((float) Math.sqrt(9 + 100), within(1e-5f));
    assertThat(values(clipped)).containsExactly(new float[] {3, -10}, within(1e-5f));
  }

  @Test
  void valueBoundsPositiveAndNegativeElements() {
    Clipped clipped = clip(Clipping.VALUE, 2);

    assertThat(clipped.norm().getFloat()).isCloseTo((float) Math.sqrt(9 + 256), within(1e-5f));
    assertThat(clipped.bounded().getFloat()).isEqualTo(16);
    assertThat(values(clipped)).containsExactly(2, -2);
  }

  @Test
  void noneChangesNothingAndNeverCountsAsClipped() {
    Clipped clipped = clip(Clipping.NONE, 1e-3);

    assertThat(values(clipped)).containsExactly(3, -16);
    assertThat(clipped.bounded().getFloat()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Clipping.class)
  void withinTheBoundNothingChanges(Clipping what) {
    assertThat(values(clip(what, 100))).containsExactly(3, -16);
  }

  @Test
  void aGradientWithoutPenaltiesIsBoundedAlike() {
    GradientClipping clipping = new GradientClipping(Clipping.NORM, 2.5);
    Clipped clipped = clipping.clip(clipping.take(linear(3, -4), List.of(weights)));

    assertThat(clipped.norm().getFloat()).isCloseTo(5, within(1e-5f));
    assertThat(values(clipped)).containsExactly(new float[] {1.5f, -2}, within(1e-6f));
  }
}
