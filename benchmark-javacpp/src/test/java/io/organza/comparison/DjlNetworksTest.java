package io.organza.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.organza.torch.Torch;
import org.junit.jupiter.api.Test;

class DjlNetworksTest {

  private static final int IN = 3;
  private static final int OUT = 2;

  @Test
  void fourSmallConvolutionsAreATransposedOne() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray x = manager.randomNormal(new Shape(2, IN, 4, 5));
      NDArray weight = manager.randomNormal(new Shape(IN, OUT, 4, 4));
      NDArray small = manager.create(small(weight.toFloatArray()), new Shape(4 * OUT, IN, 2, 2));

      NDArray expected = Torch.convolutionUp(x, weight);
      NDList windows =
          Conv2d.conv2d(x, small, null, new Shape(1, 1), new Shape(1, 1), new Shape(1, 1), 1);
      NDArray actual = DjlNetworks.besideEachOther(windows.singletonOrThrow());

      assertThat(actual.getShape()).isEqualTo(expected.getShape());
      // Sums of a dozen products of order 1.
      assertThat(actual.sub(expected).abs().max().getFloat()).isCloseTo(0, within(1e-5f));
    }
  }

  /**
   * Output row 2 m + a is made of rows m - 1 + a and m + a, by the kernel's rows 3 - a and 1 - a.
   */
  private static float[] small(float[] weight) {
    float[] small = new float[4 * OUT * IN * 4];
    int next = 0;
    for (int place = 0; place < 4; place++) {
      for (int out = 0; out < OUT; out++) {
        for (int in = 0; in < IN; in++) {
          for (int tap = 0; tap < 4; tap++) {
            int row = 3 - place / 2 - 2 * (tap / 2);
            int column = 3 - place % 2 - 2 * (tap % 2);
            small[next++] = weight[((in * OUT + out) * 4 + row) * 4 + column];
          }
        }
      }
    }
    return small;
  }
}
