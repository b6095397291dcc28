package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the filter [1 2 1] applied to rows and columns in plain Java. */
class ResamplingTest {

  private static final OperationLibrary LIBRARY = new OperationLibrary();
  private static final double[] FILTER = {0.25, 0.5, 0.25};

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final float[][] image = new float[6][4];
  private final NDArray x;

  ResamplingTest() {
    Random random = new Random(3);
    for (float[] row : image) {
      for (int column = 0; column < row.length; column++) {
        row[column] = (float) random.nextGaussian();
      }
    }
    // Two channels, the second twice the first.
    NDArray channel = manager.create(image).reshape(1, 1, 6, 4);
    x = channel.concat(channel.mul(2), 1);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void downSmoothsThenKeepsEverySecondPixel() {
    NDArray y = Torch.leave(Torch.resampleDown(Torch.enter(x, Precision.FP32)));

    assertThat(y.getShape()).isEqualTo(new Shape(1, 2, 3, 2));
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 2; column++) {
        float expected = (float) smoothed(image, 2 * row, 2 * column);
        assertThat(y.getFloat(0, 0, row, column)).isCloseTo(expected, within(1e-5f));
        assertThat(y.getFloat(0, 1, row, column)).isCloseTo(2 * expected, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void smoothingRepeatsTheEdgeBeyondIt(Precision precision) {
    float[][] edged = new float[8][6];
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 6; column++) {
        edged[row][column] = image[inside(row - 1, 6)][inside(column - 1, 4)];
      }
    }

    NDArray y = Torch.leave(Torch.smooth(Torch.enter(x, precision)));

    assertThat(y.getShape()).isEqualTo(x.getShape());
    float close = precision == Precision.FP32 ? 1e-5f : 0.03f;
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 4; column++) {
        float expected = (float) smoothed(edged, row + 1, column + 1);
        assertThat(y.getFloat(0, 0, row, column)).isCloseTo(expected, within(close));
        assertThat(y.getFloat(0, 1, row, column)).isCloseTo(2 * expected, within(2 * close));
      }
    }
  }

  /** What GPUs do and what CPUs do. */
  @ParameterizedTest
  @ValueSource(strings = {"resample_up_by_pooling", "resample_up_by_convolution"})
  void upSmoothsZeroStuffedPixelsAndKeepsTheScale(String function) {
    float[][] stuffed = new float[12][8];
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 4; column++) {
        stuffed[2 * row][2 * column] = 4 * image[row][column];
      }
    }

    NDArray y = Torch.leave(LIBRARY.call(function, Torch.enter(x, Precision.FP32)).head());

    assertThat(y.getShape()).isEqualTo(new Shape(1, 2, 12, 8));
    for (int row = 0; row < 12; row++) {
      for (int column = 0; column < 8; column++) {
        float expected = (float) smoothed(stuffed, row, column);
        assertThat(y.getFloat(0, 0, row, column)).isCloseTo(expected, within(1e-5f));
        assertThat(y.getFloat(0, 1, row, column)).isCloseTo(2 * expected, within(1e-5f));
      }
    }
  }

  /** Of the gradient of each image, through a curve, so that there is something of second order. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void bothWaysUpHaveTheSameGradientsOfFirstAndSecondOrder(Precision precision) {
    NDList pooled = gradients("resample_up_by_pooling", precision);
    NDList convolved = gradients("resample_up_by_convolution", precision);
    // float32's rounding; bfloat16 has 8 bits, and is rounded to at each of a dozen operations.
    float close = precision == Precision.FP32 ? 1e-5f : 0.03f;
    for (int order = 0; order < 2; order++) {
      NDArray difference = pooled.get(order).sub(convolved.get(order));
      assertThat(convolved.get(order).norm().getFloat()).isPositive();
      assertThat(difference.norm().getFloat() / convolved.get(order).norm().getFloat())
          .isLessThan(close);
    }
  }

  /** Returns the gradient, and that of its squared norm. */
  private NDList gradients(String function, Precision precision) {
    NDArray leaf = Torch.leaf(Torch.enter(x, precision));
    return Torch.recorded(
        () -> {
          NDArray y = Torch.leave(Torch.tanh(LIBRARY.call(function, leaf).head()));
          NDArray first = Torch.gradientsKeepingGraph(y.sum(), List.of(leaf)).head();
          NDArray norm = Torch.squaredGradientNorms(y, List.of(leaf)).head().sum();
          NDArray second = Torch.gradients(norm, List.of(leaf)).head();
          return new NDList(Torch.leave(first), Torch.leave(second));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"resample_up_by_pooling", "resample_up_by_convolution"})
  void bfloat16IsNearFloat32(String function) {
    NDArray exact = Torch.leave(LIBRARY.call(function, Torch.enter(x, Precision.FP32)).head());
    NDArray near = Torch.leave(LIBRARY.call(function, Torch.enter(x, Precision.BF16)).head());

    assertThat(near.sub(exact).norm().getFloat() / exact.norm().getFloat()).isLessThan(0.006f);
  }

  @Test
  void itIsConvolvedOnACpu() {
    NDArray entered = Torch.enter(x, Precision.FP32);
    assertThat(Torch.resampleUp(entered).toFloatArray())
        .isEqualTo(LIBRARY.call("resample_up_by_convolution", entered).head().toFloatArray());
  }

  private static int inside(int i, int length) {
    return Math.max(0, Math.min(length - 1, i));
  }

  private static double smoothed(float[][] pixels, int row, int column) {
    double sum = 0;
    for (int i = -1; i <= 1; i++) {
      for (int j = -1; j <= 1; j++) {
        int r = row + i;
        int c = column + j;
        if (r >= 0 && r < pixels.length && c >= 0 && c < pixels[0].length) {
          sum += FILTER[i + 1] * FILTER[j + 1] * pixels[r][c];
        }
      }
    }
    return sum;
  }
}
