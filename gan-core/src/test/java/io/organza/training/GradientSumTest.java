package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.loss.GradientClipping.Taken;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientSumTest {

  /** A batch of 12 in three micro-batches: the mean of 3, 6 and 9, each a third of it, is 6. */
  @Test
  void keepsTheSumsAndNotWhatWasAdded() {
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      GradientSum sum = new GradientSum(scope);
      for (MicroBatch microBatch : MicroBatch.shares(12, 1, 4).get(0)) {
        try (NDManager turn = scope.newSubManager()) {
          float from = microBatch.from();
          NDArray gradient = turn.create(new float[] {from, 1});
          NDArray penalty = turn.create(new float[] {-from});
          NDArray mean = turn.create(3 + 3 * from / 4);
          sum.add(
              microBatch,
              new Taken(new NDList(gradient), new NDList(penalty)),
              Map.of(Measure.R1, mean));
        }
      }
      assertThat(scope.getManagedArrays()).hasSize(3);
      assertThat(sum.taken().gradients().singletonOrThrow().toFloatArray()).containsExactly(12, 3);
      assertThat(sum.taken().penalties().singletonOrThrow().toFloatArray()).containsExactly(-12);
      assertThat(sum.measures())
          .hasEntrySatisfying(Measure.R1, mean -> assertThat(mean.getFloat()).isEqualTo(6));
    }
  }
}
