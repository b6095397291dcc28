package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares with the filter [1 2 1] applied to rows and columns in plain Java. */
class ResamplingTest {

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

  @Test
  void upSmoothsZeroStuffedPixelsAndKeepsTheScale() {
    float[][] stuffed = new float[12][8];
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 4; column++) {
        stuffed[2 * row][2 * column] = 4 * image[row][column];
      }
    }

    NDArray y = Torch.leave(Torch.resampleUp(Torch.enter(x, Precision.FP32)));

    assertThat(y.getShape()).isEqualTo(new Shape(1, 2, 12, 8));
    for (int row = 0; row < 12; row++) {
      for (int column = 0; column < 8; column++) {
        float expected = (float) smoothed(stuffed, row, column);
        assertThat(y.getFloat(0, 0, row, column)).isCloseTo(expected, within(1e-5f));
        assertThat(y.getFloat(0, 1, row, column)).isCloseTo(2 * expected, within(1e-5f));
      }
    }
  }

  @Test
  void bfloat16IsNearFloat32() {
    NDArray exact = Torch.leave(Torch.resampleUp(Torch.enter(x, Precision.FP32)));
    NDArray near = Torch.leave(Torch.resampleUp(Torch.enter(x, Precision.BF16)));

    assertThat(near.sub(exact).norm().getFloat() / exact.norm().getFloat()).isLessThan(0.006f);
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
