package io.organza.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.torch.Torch;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The weights are 1, -2 and 3, in two arrays: their squares sum to 14, their magnitudes to 6. */
class WeightPenaltyTest {

  private static final double LAMBDA = 0.1;
  private static final int BATCH = 5;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final List<NDArray> weights =
      List.of(
          Torch.leaf(manager.create(new float[] {1, -2})),
          Torch.leaf(manager.create(new float[] {3})));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void sumIsLambdaTimesTheSquares() {
    check(new WeightPenalty(LAMBDA, 0, L2Form.SUM), 1.4, w -> 2 * LAMBDA * w);
  }

  @Test
  void halfMeanIsDividedByTwiceTheBatch() {
    check(new WeightPenalty(LAMBDA, 0, L2Form.HALF_MEAN), 0.14, w -> LAMBDA * w / BATCH);
  }

  @Test
  void normIsLambdaTimesTheLength() {
    double norm = Math.sqrt(14);
    check(new WeightPenalty(LAMBDA, 0, L2Form.NORM), LAMBDA * norm, w -> LAMBDA * w / norm);
  }

  @Test
  void l1IsLambdaTimesTheMagnitudes() {
    check(new WeightPenalty(0, LAMBDA, L2Form.SUM), 0.6, w -> LAMBDA * Math.signum(w));
  }

  @Test
  void elasticNetIsBoth() {
    check(
        new WeightPenalty(LAMBDA, 0.2, L2Form.SUM),
        1.4 + 1.2,
        w -> 2 * LAMBDA * w + 0.2 * Math.signum(w));
  }

  @Test
  void noLambdaIsNoPenalty() {
    check(new WeightPenalty(0, 0, L2Form.SUM), 0, w -> 0);
  }

  private void check(WeightPenalty penalty, double value, DoubleUnaryOperator derivative) {
    NDArray actual = Torch.recorded(() -> penalty.of(manager, weights, BATCH));
    assertThat(actual.getFloat()).isCloseTo((float) value, within(1e-5f));

    NDList gradients = Torch.gradients(actual, weights);
    for (int i = 0; i < weights.size(); i++) {
      float[] w = weights.get(i).toFloatArray();
      for (int j = 0; j < w.length; j++) {
        assertThat(gradients.get(i).getFloat(j))
            .isCloseTo((float) derivative.applyAsDouble(w[j]), within(1e-5f));
      }
    }
  }
}
