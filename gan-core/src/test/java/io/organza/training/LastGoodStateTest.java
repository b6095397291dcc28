package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastGoodStateTest {

  /** Memory may run out after a recovery, before the next state is kept. */
  @Test
  void aRecoveryIsNotForgottenWhenTheStateIsRestored() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray weight = manager.create(new float[] {1, 2});
      TrainingState state = new TrainingState(Map.of("generator/w", weight));
      state.resume(TrainingProgress.of(3, 96));
      try (LastGoodState lastGood = new LastGoodState(state, 32)) {
        weight.addi(10);
        state.resume(TrainingProgress.of(5, 160));
        Recoveries recoveries = lastGood.goBack().recoveries();
        assertThat(recoveries).isEqualTo(new Recoveries(1, 160 + 300 * 32));

        weight.addi(10);
        state.resume(TrainingProgress.of(4, 128).with(recoveries));
        lastGood.restore();
        assertThat(state.progress().recoveries()).isEqualTo(recoveries);
        assertThat(state.steps()).isEqualTo(3);
        assertThat(state.images()).isEqualTo(96);
        assertThat(weight.toFloatArray()).containsExactly(1, 2);
      }
    }
  }
}
