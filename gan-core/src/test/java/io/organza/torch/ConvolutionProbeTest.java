package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Convolution.Pass;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

class ConvolutionProbeTest {

  private static final Convolution GROUPED = new Convolution(4, 8, 3, 1, false, 2, 6, 5);
  private static final Convolution DOWN = Convolution.down(3, 4, 6, 4);
  private static final Convolution UP = Convolution.up(4, 3, 3, 2);

  @Test
  void eachPassOfEachKindTakesTime() {
    for (Convolution convolution : List.of(GROUPED, DOWN, UP)) {
      for (Precision precision : Precision.values()) {
        try (ConvolutionProbe probe =
            new ConvolutionProbe(convolution, 2, precision, Device.cpu())) {
          for (Pass pass : Pass.values()) {
            assertThat(probe.seconds(pass, 2)).isPositive();
          }
        }
      }
    }
  }

  /** Automatic differentiation of the same convolution says what the gradients are. */
  @Test
  void theGradientsAreThoseOfTheConvolution() {
    agrees(GROUPED, new Shape(8, 2, 3, 3), Torch::convolution);
    agrees(DOWN, new Shape(4, 3, 4, 4), Torch::convolutionDown);
    agrees(UP, new Shape(4, 3, 4, 4), Torch::convolutionUp);
  }

  private static void agrees(Convolution c, Shape filters, BinaryOperator<NDArray> forward) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray x = Torch.leaf(manager.randomNormal(new Shape(2, c.in(), c.height(), c.width())));
      NDArray weight = Torch.leaf(manager.randomNormal(filters));
      NDArray gradient = manager.randomNormal(new Shape(2, c.out(), c.outHeight(), c.outWidth()));
      NDList expected =
          Torch.recorded(
              () ->
                  Torch.gradients(
                      forward.apply(x, weight).mul(gradient).sum(), List.of(x, weight)));
      same(Torch.convolutionGradient(c, gradient, x, weight, true), expected.get(0));
      same(Torch.convolutionGradient(c, gradient, x, weight, false), expected.get(1));
    }
  }

  private static void same(NDArray actual, NDArray expected) {
    // Rounding of sums of a few dozen products of standard normal numbers.
    assertThat(Torch.leave(actual).sub(expected).abs().max().getFloat())
        .isCloseTo(0, within(1e-4f));
  }
}
