package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.AdamOptimizer.Rates;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdamOptimizerTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Random random = new Random(1);

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray normal(long... shape) {
    Shape s = new Shape(shape);
    float[] values = new float[(int) s.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, s);
  }

  @ParameterizedTest
  @CsvSource({"0,0.99", "0.5,0.999", "0.9,0.9"})
  void followsThePaperForFiftySteps(double beta1, double beta2) {
    double rate = 0.01;
    double epsilon = 1e-8;
    double[] w = {1, -2, 0.5};
    double[] m = new double[3];
    double[] v = new double[3];
    NDArray weights = manager.create(new float[] {1, -2, 0.5f});
    weights.setRequiresGradient(true);
    AdamOptimizer adam = new AdamOptimizer(List.of(weights));
    for (int t = 1; t <= 50; t++) {
      float[] g = new float[3];
      for (int i = 0; i < 3; i++) {
        g[i] = (float) (random.nextGaussian() * Math.pow(10, i - 1));
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        double unbiasedM = m[i] / (1 - Math.pow(beta1, t));
        double unbiasedV = v[i] / (1 - Math.pow(beta2, t));
        w[i] -= rate * unbiasedM / (Math.sqrt(unbiasedV) + epsilon);
      }
      adam.step(List.of(manager.create(g)), t, new Rates(rate, beta1, beta2, epsilon));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(weights.getFloat(i)).isCloseTo((float) w[i], within(2e-5f));
      assertThat(adam.first().get(0).getFloat(i)).isCloseTo((float) m[i], within(2e-5f));
      assertThat(adam.second().get(0).getFloat(i)).isCloseTo((float) v[i], within(1e-3f));
    }
    assertThat(weights.hasGradient()).isTrue();
  }

  @Test
  void movesManyWeightsAsItMovesEachAlone() {
    List<NDArray> gradients = List.of(normal(7), normal(3, 5), normal(2, 4, 3, 3));
    NDList together = new NDList();
    gradients.forEach(gradient -> together.add(manager.ones(gradient.getShape())));
    move(together, gradients);
    for (int i = 0; i < gradients.size(); i++) {
      NDArray gradient = gradients.get(i);
      NDArray alone = manager.ones(gradient.getShape());
      move(List.of(alone), List.of(gradient));
      assertThat(together.get(i).toFloatArray()).isEqualTo(alone.toFloatArray());
    }
  }

  private static void move(List<NDArray> weights, List<NDArray> gradients) {
    AdamOptimizer adam = new AdamOptimizer(weights);
    for (int step = 1; step <= 3; step++) {
      adam.step(gradients, step, new Rates(0.01, 0.5, 0.99, 1e-8));
    }
  }

  /** The gradient of a channels-last convolution is laid out in memory like the convolution. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void movesEachWeightByItsOwnGradient(Precision precision) {
    NDArray weight = Torch.leaf(Torch.channelsLastCopy(normal(3, 2, 3, 3)));
    float[] before = weight.toFloatArray();
    NDArray x = normal(2, 2, 6, 6);
    NDList gradients =
        Torch.recorded(
            () ->
                Torch.gradients(
                    Torch.leave(Torch.convolution(Torch.enter(x, precision), weight))
                        .square()
                        .sum(),
                    List.of(weight)));
    float[] gradient = gradients.head().toFloatArray();
    AdamOptimizer adam = new AdamOptimizer(List.of(weight));

    // A large epsilon makes the step proportional to the gradient.
    adam.step(gradients, 1, new Rates(1e6, 0, 0.99, 1e8));

    float[] after = weight.toFloatArray();
    for (int i = 0; i < gradient.length; i++) {
      assertThat(before[i] - after[i])
          .isCloseTo(gradient[i] / 100, within(1e-4f + Math.abs(gradient[i]) * 1e-3f));
    }
    assertThat(adam.first().get(0).toFloatArray()).containsExactly(gradient, within(1e-2f));
  }

  @Test
  void closingFreesTheMomentsAlone() {
    NDArray weight = normal(2, 3);
    int before = manager.getManagedArrays().size();
    try (AdamOptimizer adam = new AdamOptimizer(List.of(weight))) {
      assertThat(adam.first()).hasSize(1);
      assertThat(manager.getManagedArrays()).hasSize(before + 2);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(weight.isReleased()).isFalse();
  }
}
