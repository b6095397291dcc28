package io.organza.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Torch;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The weights that count are 1, -2 and 3, in two arrays: their squares sum to 14, their magnitudes
 * to 6.
 */
class WeightPenaltyTest {

  private static final double LAMBDA = 0.1;
  private static final int BATCH = 5;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final SortedMap<String, NDArray> weights =
      new TreeMap<>(
          Map.of(
              "a", Torch.leaf(manager.create(new float[] {1, -2})),
              "b", Torch.leaf(manager.create(new float[] {7})),
              "c", Torch.leaf(manager.create(new float[] {3}))));

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

  @Test
  void weightsThatAreAllZeroHaveNoGradient() {
    SortedMap<String, NDArray> zeros = new TreeMap<>(Map.of("a", manager.zeros(new Shape(3))));
    for (L2Form form : L2Form.values()) {
      WeightPenalty.Taken taken =
          new WeightPenalty(LAMBDA, 0.2, form).take(manager, zeros, Set.of("a"), BATCH);

      assertThat(taken.value().getFloat()).isZero();
      assertThat(taken.gradients().head().toFloatArray()).containsOnly(0);
    }
  }

  private void check(WeightPenalty penalty, double value, DoubleUnaryOperator derivative) {
    Set<String> counted = Set.of("a", "c");
    WeightPenalty.Taken taken = penalty.take(manager, weights, counted, BATCH);
    assertThat(taken.value().getFloat()).isCloseTo((float) value, within(1e-5f));

    Iterator<NDArray> gradients = taken.gradients().iterator();
    weights.forEach(
        (name, weight) -> {
          NDArray gradient = gradients.next();
          float[] w = weight.toFloatArray();
          for (int i = 0; i < w.length; i++) {
            double expected = counted.contains(name) ? derivative.applyAsDouble(w[i]) : 0;
            assertThat(gradient.getFloat(i)).isCloseTo((float) expected, within(1e-5f));
          }
        });
    assertThat(gradients).isExhausted();
  }
}
