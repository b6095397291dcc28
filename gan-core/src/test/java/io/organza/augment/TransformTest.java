package io.organza.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {

  private static final int COUNT = 3;
  private static final int HEIGHT = 5;
  private static final int WIDTH = 8;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final RandomStream random = RandomStream.of(1, Purpose.AUGMENTATION, 0);

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray images(int channels) {
    Shape shape = new Shape(COUNT, channels, HEIGHT, WIDTH);
    return manager.create(random.gaussians((int) shape.size()), shape);
  }

  private NDArray numbers(float... numbers) {
    return manager.create(numbers, new Shape(COUNT, numbers.length / COUNT));
  }

  /** As the paper's code does it, pixel by pixel. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void colorIsBrightnessThenSaturationThenContrast(int channels) {
    NDArray x = images(channels);
    float[] numbers = {0.5f, 1, 1, -0.25f, 0, 1.5f, 0.1f, 2, 0.5f};
    int colours = Math.min(channels, 3);

    NDArray y = Transform.COLOR.apply(x, numbers(numbers));

    for (int n = 0; n < COUNT; n++) {
      double[][][] pixel = new double[colours][HEIGHT][WIDTH];
      double sum = 0;
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          double grey = 0;
          for (int c = 0; c < colours; c++) {
            pixel[c][row][column] = x.getFloat(n, c, row, column) + numbers[3 * n];
            grey += pixel[c][row][column] / colours;
          }
          for (int c = 0; c < colours; c++) {
            double p = pixel[c][row][column];
            pixel[c][row][column] = (p - grey) * numbers[3 * n + 1] + grey;
            sum += pixel[c][row][column];
          }
        }
      }
      double mean = sum / (colours * HEIGHT * WIDTH);
      for (int c = 0; c < channels; c++) {
        for (int row = 0; row < HEIGHT; row++) {
          for (int column = 0; column < WIDTH; column++) {
            double expected =
                c == 3
                    ? x.getFloat(n, c, row, column)
                    : (pixel[c][row][column] - mean) * numbers[3 * n + 2] + mean;
            assertThat((double) y.getFloat(n, c, row, column)).isCloseTo(expected, within(1e-5));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void translationTakesEachPixelFromElsewhereOrZero(int channels) {
    NDArray x = images(channels);
    int[] down = {2, 0, -4};
    int[] right = {-1, 7, 3};

    NDArray y =
        Transform.TRANSLATION.apply(
            x, numbers(down[0], right[0], down[1], right[1], down[2], right[2]));

    for (int n = 0; n < COUNT; n++) {
      for (int c = 0; c < channels; c++) {
        for (int row = 0; row < HEIGHT; row++) {
          for (int column = 0; column < WIDTH; column++) {
            int r = row - down[n];
            int s = column - right[n];
            boolean inside = r >= 0 && r < HEIGHT && s >= 0 && s < WIDTH;
            assertThat(y.getFloat(n, c, row, column))
                .isEqualTo(inside ? x.getFloat(n, c, r, s) : 0);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void cutoutSetsABoxToZero(int channels) {
    NDArray x = images(channels);
    int[][] boxes = {{-1, 2, 3, 7}, {3, 6, 6, 10}, {0, 0, 0, 0}};

    NDArray y = Transform.CUTOUT.apply(x, numbers(-1, 2, 3, 7, 3, 6, 6, 10, 0, 0, 0, 0));

    for (int n = 0; n < COUNT; n++) {
      for (int c = 0; c < channels; c++) {
        for (int row = 0; row < HEIGHT; row++) {
          for (int column = 0; column < WIDTH; column++) {
            int[] box = boxes[n];
            boolean cut = row >= box[0] && row < box[1] && column >= box[2] && column < box[3];
            assertThat(y.getFloat(n, c, row, column))
                .isEqualTo(cut ? 0 : x.getFloat(n, c, row, column));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transform.class)
  void itsIdentityChangesNoBit(Transform transform) {
    NDArray x = images(4);
    assertThat(transform.apply(x, 0, 4, 0, random).toFloatArray()).isEqualTo(x.toFloatArray());
  }

  /**
   * R1 needs the gradient's gradient. For D(x) = w |T(x)|^2, whose gradient is 2 w J'T(x), the
   * penalty is 4 w^2 |J'T(x)|^2, and its slope in w is 8 w |J'T(x)|^2. Here J'T(x) is taken as the
   * gradient of the inner product of T(x) with what it is, held fixed.
   */
  @ParameterizedTest
  @EnumSource(Transform.class)
  void itCanBeDifferentiatedTwice(Transform transform) {
    NDArray x = Torch.leaf(images(3));
    NDArray w = Torch.leaf(manager.create(0.7f));
    float[] row = transform.draw(random, HEIGHT, WIDTH);
    float[] all = new float[COUNT * row.length];
    for (int n = 0; n < COUNT; n++) {
      System.arraycopy(row, 0, all, n * row.length, row.length);
    }
    NDArray numbers = numbers(all);

    NDList first =
        Torch.recorded(
            () -> {
              NDArray y = transform.apply(x, numbers);
              return Torch.gradients(y.mul(Torch.detach(y)).sum(), List.of(x));
            });
    double squares = first.head().square().sum().getFloat();
    NDArray penalty =
        Torch.recorded(
            () -> {
              NDArray y = transform.apply(x, numbers).square().sum(new int[] {1, 2, 3});
              return Torch.squaredGradientNorms(y.mul(w), List.of(x)).head().sum();
            });
    double slope = Torch.gradients(penalty, List.of(w)).head().getFloat();

    assertThat((double) penalty.getFloat()).isCloseTo(4 * 0.49 * squares, within(1e-4 * squares));
    assertThat(slope).isCloseTo(8 * 0.7 * squares, within(1e-4 * squares));
  }

  @Test
  void colorIsDrawnBetweenItsBounds() {
    double[][] range = range(Transform.COLOR, 32, 32);
    assertThat(range[0]).containsExactly(new double[] {-0.5, 0, 0.5}, within(0.01));
    assertThat(range[1]).containsExactly(new double[] {0.5, 2, 1.5}, within(0.01));
  }

  /** The last columns are the paper's: int(side / 8 + 0.5). */
  @ParameterizedTest
  @CsvSource({"32, 32, 4, 4", "28, 48, 4, 6", "8, 4, 1, 1", "2, 3, 0, 0"})
  void translationGoesUpToAnEighthOfEachSide(int height, int width, double down, double right) {
    double[][] range = range(Transform.TRANSLATION, height, width);
    assertThat(range[0]).containsExactly(0 - down, 0 - right);
    assertThat(range[1]).containsExactly(down, right);
  }

  /** A box of half the side, from the one whose middle is at one edge to that at the other. */
  @ParameterizedTest
  @CsvSource({"32, 16, -8, 24", "28, 14, -7, 21", "6, 3, -1, 4", "7, 4, -2, 5"})
  void cutoutTakesHalfOfEachSide(int side, int length, double first, double last) {
    double[][] range = range(Transform.CUTOUT, side, side);
    assertThat(range[0]).containsExactly(first, first + length, first, first + length);
    assertThat(range[1]).containsExactly(last, last + length, last, last + length);
  }

  /** Returns the least and the greatest of each of the numbers. */
  private double[][] range(Transform transform, int height, int width) {
    int size = transform.identity().length;
    double[][] range = new double[2][size];
    Arrays.fill(range[0], Double.MAX_VALUE);
    Arrays.fill(range[1], -Double.MAX_VALUE);
    for (int i = 0; i < 10_000; i++) {
      float[] drawn = transform.draw(random, height, width);
      for (int k = 0; k < size; k++) {
        range[0][k] = Math.min(range[0][k], drawn[k]);
        range[1][k] = Math.max(range[1][k], drawn[k]);
      }
    }
    return range;
  }
}
