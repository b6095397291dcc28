package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingStateTest {

  @Test
  void optimizersAreForgottenAndNetworksKept() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray weight = manager.create(new float[] {1, 2});
      NDArray first = manager.create(new float[] {3, -4});
      NDArray second = manager.create(new float[] {5, Float.NaN});
      TrainingState state =
          new TrainingState(
              Map.of(
                  "generator/w",
                  weight,
                  "generator-adam/first.w",
                  first,
                  "discriminator-adam/second.w",
                  second));
      state.resumeAt(7, 224, new Recoveries(1, 500));
      state.setAugmentProbability(0.5);
      state.setL2Decades(2);
      state.beginAnew();
      assertThat(weight.toFloatArray()).containsExactly(1, 2);
      assertThat(first.abs().toFloatArray()).containsExactly(0, 0);
      assertThat(second.toFloatArray()).containsExactly(0, 0);
      assertThat(state.steps()).isZero();
      assertThat(state.images()).isZero();
      assertThat(state.recoveries()).isEqualTo(Recoveries.NONE);
      assertThat(state.augmentProbability()).isZero();
      assertThat(state.l2Decades()).isZero();
    }
  }
}
