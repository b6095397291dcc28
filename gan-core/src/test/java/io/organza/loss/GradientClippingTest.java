package io.organza.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.loss.GradientClipping.Found;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adversarial gradient is (3, -4), of norm 5; the penalty's is (0, -12), of norm 12. */
class GradientClippingTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final NDArray gradient = manager.create(new float[] {3, -4});
  private final NDArray penalty = manager.create(new float[] {0, -12});

  @AfterEach
  void close() {
    manager.close();
  }

  private Found clip(Clipping what, double bound) {
    return new GradientClipping(what, bound)
        .clip(manager, List.of(gradient), List.of(gradient), List.of(penalty));
  }

  @Test
  void normBoundsTheWholeGradient() {
    Found found = clip(Clipping.NORM, 1);

    float norm = (float) Math.sqrt(9 + 256);
    assertThat(found.norm().getFloat()).isCloseTo(norm, within(1e-5f));
    assertThat(found.bounded().getFloat()).isCloseTo(norm, within(1e-5f));
    assertThat(gradient.toFloatArray())
        .containsExactly(new float[] {3 / norm, -16 / norm}, within(1e-6f));
  }

  @Test
  void penaltyNormBoundsThePenaltyAlone() {
    Found found = clip(Clipping.PENALTY_NORM, 6);

    assertThat(found.bounded().getFloat()).isCloseTo(12, within(1e-5f));
    assertThat(found.norm().getFloat()).isCloseTo((float) Math.sqrt(9 + 100), within(1e-5f));
    assertThat(gradient.toFloatArray()).containsExactly(new float[] {3, -10}, within(1e-5f));
  }

  @Test
  void valueBoundsPositiveAndNegativeElements() {
    Found found = clip(Clipping.VALUE, 2);

    assertThat(found.bounded().getFloat()).isEqualTo(16);
    assertThat(gradient.toFloatArray()).containsExactly(2, -2);
  }

  @Test
  void noneChangesNothingAndNeverCountsAsClipped() {
    Found found = clip(Clipping.NONE, 1e-3);

    assertThat(gradient.toFloatArray()).containsExactly(3, -16);
    assertThat(found.bounded().getFloat()).isZero();
  }

  @Test
  void aGradientWithoutPenaltiesIsBoundedAlike() {
    Found found = new GradientClipping(Clipping.NORM, 2.5).clip(manager, List.of(gradient));

    assertThat(found.norm().getFloat()).isCloseTo(5, within(1e-5f));
    assertThat(gradient.toFloatArray()).containsExactly(new float[] {1.5f, -2}, within(1e-6f));
  }
}
