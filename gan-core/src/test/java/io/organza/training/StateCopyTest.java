package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateCopyTest {

  @Test
  void keepsWhatWasAndBringsItBack() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray weight = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
      TrainingState state = new TrainingState(Map.of("generator/w", weight));
      TrainingProgress progress =
          new TrainingProgress(3, 96, new Recoveries(1, 200), 0.25, -1.5, List.of(90L, 6L));
      state.resume(progress);
      try (StateCopy copy = new StateCopy(state)) {
        weight.addi(10);
        state.resume(TrainingProgress.of(4, 128));

        assertThat(copied(copy)).containsExactly(1, 2, 3, 4);
        assertThat(copy.state().images()).isEqualTo(96);

        copy.restore(state);
        assertThat(weight.toFloatArray()).containsExactly(1, 2, 3, 4);
        assertThat(state.progress()).isEqualTo(progress);

        weight.muli(2);
        copy.update(state);
        assertThat(copied(copy)).containsExactly(2, 4, 6, 8);
      }
      assertThat(weight.toFloatArray()).containsExactly(2, 4, 6, 8);
    }
  }

  /** It has no networks to gather them with; a checkpoint of it would be wrong without a word. */
  @Test
  void anAverageWhoseStatisticsAreOldIsRefused() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TrainingState state = new TrainingState(Map.of("ema/w", manager.ones(new Shape(1))));
      state.advance(1, new int[0]);
      try (StateCopy copy = new StateCopy(state)) {
        assertThatThrownBy(() -> copy.state().average())
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("before a training is copied");
        state.gatherStatistics();
        copy.update(state);
        assertThat(copy.state().average()).containsOnlyKeys("w");
      }
    }
  }

  private static float[] copied(StateCopy copy) {
    NDArray weight = copy.state().tensors().get("generator/w");
    return weight == null ? new float[0] : weight.toFloatArray();
  }
}
