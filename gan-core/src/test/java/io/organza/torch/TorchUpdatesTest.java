package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Torch.AdamRates;
import io.organza.torch.Torch.AdamTensors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The operations that change their arguments in place. */
class TorchUpdatesTest {

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

  @Test
  void clippingTheNormKeepsTheDirection() {
    NDArray a = manager.create(new float[] {3, -4});
    NDArray b = manager.create(new float[] {-12});

    NDArray norm = Torch.clipNorm(manager, List.of(a, b), 6.5);

    assertThat(norm.getFloat()).isCloseTo(13, within(1e-5f));
    assertThat(a.toFloatArray()).containsExactly(new float[] {1.5f, -2}, within(1e-6f));
    assertThat(b.toFloatArray()).containsExactly(new float[] {-6}, within(1e-6f));
    assertThat(Torch.norm(manager, List.of(a, b)).getFloat()).isCloseTo(6.5f, within(1e-5f));
  }

  @Test
  void clippingTheNormLeavesWhatIsWithinTheBound() {
    NDArray a = manager.create(new float[] {3, -4});
    NDArray zero = manager.create(new float[] {0});

    Torch.clipNorm(manager, List.of(a), 5.1);
    Torch.clipNorm(manager, List.of(zero), 1);

    assertThat(a.toFloatArray()).containsExactly(3, -4);
    assertThat(zero.toFloatArray()).containsExactly(0);
  }

  @Test
  void clippingValuesBoundsBothSides() {
    NDArray a = manager.create(new float[] {5, -5, 0.5f});
    NDArray b = manager.create(new float[] {-0.25f, -7});

    NDArray largest = Torch.clipValue(manager, List.of(a, b), 1);

    assertThat(largest.getFloat()).isEqualTo(7);
    assertThat(a.toFloatArray()).containsExactly(1, -1, 0.5f);
    assertThat(b.toFloatArray()).containsExactly(-0.25f, -1);
  }

  @ParameterizedTest
  @CsvSource({"0,0.99", "0.5,0.999", "0.9,0.9"})
  void adamFollowsThePaperForFiftySteps(double beta1, double beta2) {
    double rate = 0.01;
    double epsilon = 1e-8;
    double[] w = {1, -2, 0.5};
    double[] m = new double[3];
    double[] v = new double[3];
    NDArray weights = manager.create(new float[] {1, -2, 0.5f});
    weights.setRequiresGradient(true);
    NDArray first = manager.zeros(new Shape(3));
    NDArray second = manager.zeros(new Shape(3));
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
      Torch.adam(
          new AdamTensors(
              List.of(weights), List.of(manager.create(g)), List.of(first), List.of(second)),
          t,
          new AdamRates(rate, beta1, beta2, epsilon));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(weights.getFloat(i)).isCloseTo((float) w[i], within(2e-5f));
    }
    assertThat(weights.hasGradient()).isTrue();
  }

  @Test
  void adamMovesManyWeightsAsItMovesEachAlone() {
    List<NDArray> gradients = List.of(normal(7), normal(3, 5), normal(2, 4, 3, 3));
    NDList together = new NDList();
    NDList first = new NDList();
    NDList second = new NDList();
    for (NDArray gradient : gradients) {
      together.add(manager.ones(gradient.getShape()));
      first.add(manager.zeros(gradient.getShape()));
      second.add(manager.zeros(gradient.getShape()));
    }
    AdamRates rates = new AdamRates(0.01, 0.5, 0.99, 1e-8);
    for (int step = 1; step <= 3; step++) {
      Torch.adam(new AdamTensors(together, gradients, first, second), step, rates);
    }
    for (int i = 0; i < gradients.size(); i++) {
      NDArray gradient = gradients.get(i);
      NDArray alone = manager.ones(gradient.getShape());
      List<NDArray> m = List.of(manager.zeros(gradient.getShape()));
      List<NDArray> v = List.of(manager.zeros(gradient.getShape()));
      for (int step = 1; step <= 3; step++) {
        Torch.adam(new AdamTensors(List.of(alone), List.of(gradient), m, v), step, rates);
      }
      assertThat(together.get(i).toFloatArray()).isEqualTo(alone.toFloatArray());
    }
  }

  /** The gradient of a channels-last convolution is laid out in memory like the convolution. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void adamMovesEachWeightByItsOwnGradient(Precision precision) {
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
    NDList first = new NDList(Torch.zerosLike(weight));
    NDList second = new NDList(Torch.zerosLike(weight));

    // A large epsilon makes the step proportional to the gradient.
    Torch.adam(
        new AdamTensors(List.of(weight), gradients, first, second),
        1,
        new AdamRates(1e6, 0, 0.99, 1e8));

    float[] after = weight.toFloatArray();
    for (int i = 0; i < gradient.length; i++) {
      assertThat(before[i] - after[i])
          .isCloseTo(gradient[i] / 100, within(1e-4f + Math.abs(gradient[i]) * 1e-3f));
    }
    assertThat(first.head().toFloatArray()).containsExactly(gradient, within(1e-2f));
  }

  @Test
  void lerpMovesPartOfTheWayAndCopyAllOfIt() {
    NDArray x = manager.create(new float[] {0, 10});
    NDArray y = manager.create(new float[] {1, 20});

    Torch.lerp(List.of(x), List.of(y), 0.25);
    assertThat(x.toFloatArray()).containsExactly(0.25f, 12.5f);

    Torch.copyAll(List.of(x), List.of(y));
    assertThat(x.toFloatArray()).containsExactly(1, 20);
  }
}
