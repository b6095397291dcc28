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
      state.forgetMoments();
      assertThat(weight.toFloatArray()).containsExactly(1, 2);
      assertThat(first.abs().toFloatArray()).containsExactly(0, 0);
      assertThat(second.toFloatArray()).containsExactly(0, 0);
    }
  }
}
