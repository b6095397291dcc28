package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TorchTest {

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
  @CsvSource({"1,1", "1,3", "2,3", "3,5"})
  void convolutionIsTheSumOverNeighboursAndItsGroupsChannels(int groups, int k) {
    int in = 6;
    int out = 3 * groups;
    int side = 5;
    NDArray x = normal(2, in, side, side);
    NDArray weight = normal(out, in / groups, k, k);
    float[] expected = new float[2 * out * side * side];
    int e = 0;
    for (int n = 0; n < 2; n++) {
      for (int o = 0; o < out; o++) {
        for (int row = 0; row < side; row++) {
          for (int column = 0; column < side; column++) {
            double sum = 0;
            for (int c = 0; c < in / groups; c++) {
              int channel = o / (out / groups) * (in / groups) + c;
              for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                  int r = row + i - k / 2;
                  int s = column + j - k / 2;
                  if (r >= 0 && r < side && s >= 0 && s < side) {
                    sum += x.getFloat(n, channel, r, s) * weight.getFloat(o, c, i, j);
                  }
                }
              }
            }
            expected[e++] = (float) sum;
          }
        }
      }
    }

    NDArray y = Torch.leave(Torch.convolution(Torch.enter(x, Precision.FP32), weight));

    assertThat(y.getShape()).isEqualTo(new Shape(2, out, side, side));
    assertThat(y.toFloatArray()).containsExactly(expected, within(1e-4f));
  }

  /** The definition of a transposed convolution: <A x, y> = <x, A' y>. */
  @Test
  void transposedConvolutionIsTheAdjointOfTheStridedOne() {
    NDArray weight = normal(4, 3, 4, 4);
    NDArray big = normal(2, 3, 6, 8);
    NDArray small = normal(2, 4, 3, 4);

    NDArray down = Torch.convolutionDown(big, weight);
    NDArray up = Torch.convolutionUp(small, weight);

    assertThat(down.getShape()).isEqualTo(small.getShape());
    assertThat(up.getShape()).isEqualTo(big.getShape());
    float inSmall = down.mul(small).sum().getFloat();
    assertThat(up.mul(big).sum().getFloat()).isCloseTo(inSmall, within(1e-3f * Math.abs(inSmall)));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void convolutionAddsItsBiasAndLeakyReluFollowsItsDefinition(Precision precision) {
    NDArray x = manager.create(new float[] {-5, 1, 3, -1}, new Shape(1, 2, 1, 2));
    NDArray identity = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2, 1, 1));
    NDArray bias = manager.create(new float[] {1, -1}, new Shape(2));

    NDArray y = Torch.leakyRelu(Torch.convolution(Torch.enter(x, precision), identity, bias));

    assertThat(Torch.leave(y).toFloatArray())
        .containsExactly(new float[] {-0.8f, 2, 2, -0.4f}, within(4e-3f));
  }

  @Test
  void batchNormUsesTheBatchInTrainingAndTheRunningStatisticsAfter() {
    NDArray x = manager.create(new float[] {1, 3, 5, 7}, new Shape(4, 1, 1, 1));
    NDList affine = new NDList(manager.create(new float[] {2}), manager.create(new float[] {1}));
    NDList running = new NDList(manager.create(new float[] {0}), manager.create(new float[] {1}));

    NDArray trained = Torch.batchNorm(x, affine, running, 0.1);

    // Mean 4, variance 5 (of the batch) and 20/3 (unbiased, for the running one).
    float unit = (float) (2 / Math.sqrt(5 + 1e-5));
    assertThat(trained.toFloatArray())
        .containsExactly(
            new float[] {1 - 3 * unit, 1 - unit, 1 + unit, 1 + 3 * unit}, within(1e-5f));
    assertThat(running.get(0).getFloat(0)).isCloseTo(0.4f, within(1e-6f));
    assertThat(running.get(1).getFloat(0)).isCloseTo(0.9f + 2 / 3f, within(1e-5f));

    NDArray frozen = Torch.batchNorm(x, affine, running, 0);

    float scale = (float) (2 / Math.sqrt(0.9 + 2 / 3.0 + 1e-5));
    assertThat(frozen.getFloat(0)).isCloseTo(1 + scale * 0.6f, within(1e-5f));
    assertThat(running.get(0).getFloat(0)).isCloseTo(0.4f, within(1e-6f));
  }

  @Test
  void patternsAreScaledAndMatchedChannelByChannel() {
    NDArray patterns = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 1, 2));
    NDArray x = manager.create(new float[] {10, 100}, new Shape(1, 2));

    NDArray scaled = Torch.scalePatterns(x, patterns);

    assertThat(scaled.getShape()).isEqualTo(new Shape(1, 2, 1, 2));
    assertThat(scaled.toFloatArray()).containsExactly(10, 20, 300, 400);
    assertThat(Torch.matchPatterns(scaled, patterns.reshape(2, 1, 1, 2)).toFloatArray())
        .containsExactly(50, 2500);
  }

  @Test
  void deviationsAreTakenOverTheImagesOfEachGroup() {
    NDArray x = manager.create(new float[] {1, 5, 3, 5, 0, 0, 0, 8}, new Shape(2, 2, 2));

    float[] deviations = Torch.deviations(x).toFloatArray();

    assertThat(deviations)
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(1.00005f, 0.01f, 0.01f, 4.00001f);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void eachImagesChannelsAreScaledAndShiftedByItsNumbers(Precision precision) {
    float[] x = normal(2, 3, 1, 2).toFloatArray();
    float[] scale = normal(2, 3).toFloatArray();
    float[] shift = normal(2, 3).toFloatArray();
    float[] expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = scale[i / 2] * x[i] + shift[i / 2];
    }

    NDArray y =
        Torch.scaleAndShift(
            Torch.enter(manager.create(x, new Shape(2, 3, 1, 2)), precision),
            manager.create(scale, new Shape(2, 3)),
            manager.create(shift, new Shape(2, 3)));

    assertThat(Torch.leave(y).toFloatArray())
        .containsExactly(expected, within(precision == Precision.BF16 ? 0.05f : 1e-6f));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void eachImagesChannelsAreModulatedByLinearMapsOfItsStyle(Precision precision) {
    float[] x = normal(2, 3, 1, 2).toFloatArray();
    float[] style = normal(2, 4).toFloatArray();
    float[] scale = normal(3, 4).toFloatArray();
    float[] shift = normal(3, 4).toFloatArray();
    float[] expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int image = i / 6;
      int channel = i / 2 % 3;
      expected[i] = x[i];
      for (int j = 0; j < 4; j++) {
        expected[i] += style[image * 4 + j] * scale[channel * 4 + j] * x[i];
        expected[i] += style[image * 4 + j] * shift[channel * 4 + j];
      }
    }

    NDArray y =
        Torch.modulate(
            Torch.enter(manager.create(x, new Shape(2, 3, 1, 2)), precision),
            manager.create(style, new Shape(2, 4)),
            manager.create(scale, new Shape(3, 4)),
            manager.create(shift, new Shape(3, 4)));

    assertThat(Torch.leave(y).toFloatArray())
        .containsExactly(expected, within(precision == Precision.BF16 ? 0.1f : 1e-5f));
  }

  @Test
  void gradientsOfAQuadraticFormAreItsDerivative() {
    NDArray a = Torch.leaf(normal(3, 2));
    NDArray b = Torch.leaf(normal(3, 2));

    NDList gradients =
        Torch.recorded(() -> Torch.gradients(a.square().mul(b).sum(), List.of(a, b)));

    assertThat(gradients.get(0).toFloatArray())
        .containsExactly(a.mul(b).mul(2).toFloatArray(), within(1e-5f));
    assertThat(gradients.get(1).toFloatArray())
        .containsExactly(a.square().toFloatArray(), within(1e-5f));
  }

  /** y = sum(x^3) / 3 for each image, so the squared norm is sum(x^4), with gradient 4 x^3. */
  @Test
  void squaredGradientNormsAreDifferentiable() {
    NDArray x = Torch.leaf(normal(2, 1, 2, 2));

    Torch.recorded(
        () -> {
          NDArray y = x.pow(3).sum(new int[] {1, 2, 3}).div(3);
          NDArray norm = Torch.squaredGradientNorms(y, List.of(x)).head();
          assertThat(norm.toFloatArray())
              .containsExactly(x.pow(4).sum(new int[] {1, 2, 3}).toFloatArray(), within(1e-4f));
          assertThat(Torch.gradients(norm.sum(), List.of(x)).head().toFloatArray())
              .containsExactly(x.pow(3).mul(4).toFloatArray(), within(1e-3f));
          return norm;
        });
  }

  @Test
  void squaredGradientNormsAreOfEachBatch() {
    NDArray a = Torch.leaf(normal(2, 1, 2, 2));
    NDArray b = Torch.leaf(normal(3, 1, 2, 2));

    NDList norms =
        Torch.recorded(
            () -> {
              NDArray y = a.concat(b).square().sum(new int[] {1, 2, 3});
              return Torch.squaredGradientNorms(y, List.of(a, b));
            });

    assertThat(norms).hasSize(2);
    assertThat(norms.get(0).toFloatArray()).containsExactly(fourTimesTheSquares(a), within(1e-4f));
    assertThat(norms.get(1).toFloatArray()).containsExactly(fourTimesTheSquares(b), within(1e-4f));
  }

  private static float[] fourTimesTheSquares(NDArray x) {
    return x.square().sum(new int[] {1, 2, 3}).mul(4).toFloatArray();
  }

  @Test
  void unrecordedWorkHasNoGradient() {
    NDArray x = Torch.leaf(normal(2));

    NDArray recorded = Torch.recorded(() -> Torch.relu(x).sum());
    NDArray unrecorded = Torch.recorded(() -> Torch.unrecorded(() -> Torch.relu(x).sum()));

    assertThat(Torch.gradients(recorded, List.of(x))).hasSize(1);
    assertThatThrownBy(() -> Torch.gradients(unrecorded, List.of(x)))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void bfloat16ConvolutionAndItsGradientsAreNearFloat32() {
    NDArray x = Torch.leaf(normal(4, 32, 8, 8));
    NDArray weight = Torch.leaf(normal(32, 32, 3, 3));
    NDArray direction = normal(4, 32, 8, 8);

    NDList exact = convolutionAndGradients(x, weight, direction, Precision.FP32);
    NDList near = convolutionAndGradients(x, weight, direction, Precision.BF16);

    for (int i = 0; i < exact.size(); i++) {
      float error = near.get(i).sub(exact.get(i)).norm().getFloat();
      // bfloat16 has 8 bits of precision: each operand is off by at most 2^-9.
      assertThat(error / exact.get(i).norm().getFloat()).isLessThan(0.006f);
    }
  }

  private static NDList convolutionAndGradients(
      NDArray x, NDArray weight, NDArray direction, Precision precision) {
    return Torch.recorded(
        () -> {
          NDArray y = Torch.leave(Torch.convolution(Torch.enter(x, precision), weight));
          NDList all = new NDList(y);
          all.addAll(Torch.gradients(y.mul(direction).sum(), List.of(x, weight)));
          return all;
        });
  }

  @Test
  void nothingStaysBehindWithTheOwnersOfWeights() {
    NDArray weight = Torch.leaf(normal(4, 4, 3, 3));
    try (NDManager warm = manager.newSubManager()) {
      work(warm, weight);
    }
    manager.cap(); // From here on, whatever is attached to the weights' manager is an error.

    for (int i = 0; i < 3; i++) {
      NDManager scope = NDManager.newBaseManager("PyTorch");
      work(scope, weight);
      scope.close();
    }
  }

  private void work(NDManager scope, NDArray weight) {
    Torch.recorded(
        () -> {
          NDArray x = Torch.leaf(scope.ones(new Shape(2, 4, 6, 6)));
          NDArray entered = Torch.enter(x, Precision.BF16);
          NDArray h = Torch.leakyRelu(Torch.convolution(entered, weight));
          NDArray y = Torch.leave(h).sum(new int[] {1, 2, 3});
          NDArray penalty = Torch.squaredGradientNorms(y, List.of(x)).head().mean();
          NDList gradients = Torch.gradientsKeepingGraph(penalty, List.of(weight));
          Torch.gradients(y.mean(), List.of(weight));
          Torch.clipNorm(scope, gradients, 1);
          return Torch.weightPenalty(scope, List.of(weight), List.of(true), 1, 1, 1)
              .head()
              .getFloat();
        });
  }

  /** The number must not lie where Java frees it between a product and its gradient. */
  @Test
  void aScaledGradientOutlivesAGarbageCollection() throws InterruptedException {
    NDArray x = Torch.leaf(normal(3));
    NDList products = new NDList();
    for (int factor = 1; factor <= 20; factor++) {
      int f = factor;
      products.add(Torch.recorded(() -> Torch.scale(x, f).sum()));
    }

    collectGarbage();

    for (int factor = 1; factor <= 20; factor++) {
      NDList gradients = Torch.gradients(products.get(factor - 1), List.of(x));
      assertThat(gradients.head().toFloatArray()).containsOnly(factor);
    }
  }

  /** Returns when what was garbage has been freed, direct memory too. */
  private static void collectGarbage() throws InterruptedException {
    CountDownLatch freed = new CountDownLatch(1);
    Cleaner.create().register(new Object(), freed::countDown);
    do {
      System.gc();
    } while (!freed.await(100, TimeUnit.MILLISECONDS));
    System.gc();
  }
}
