package io.organza.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Convolution.Pass;

/**
 * A convolution whose passes are computed alone, on arrays that lie as they do in a network, to
 * measure how long they take. Confined to a thread; owns its arrays until it is closed.
 */
public final class ConvolutionProbe implements AutoCloseable {

  private static final double NANOS = 1e9;

  private final Convolution convolution;
  private final NDManager manager;
  private final NDArray input;
  private final NDArray weight;
  private final NDArray gradient;

  /** Makes arrays for so many images. */
  public ConvolutionProbe(Convolution convolution, int images, Precision precision, Device device) {
    this.convolution = convolution;
    manager = NDManager.newBaseManager(device, "PyTorch");
    Convolution c = convolution;
    input = normal(new Shape(images, c.in(), c.height(), c.width()), precision);
    gradient = normal(new Shape(images, c.out(), c.outHeight(), c.outWidth()), precision);
    int perGroup = (c.transposed() ? c.out() : c.in()) / c.groups();
    int filters = c.transposed() ? c.in() : c.out();
    weight = normal(new Shape(filters, perGroup, c.kernel(), c.kernel()), precision);
  }

  private NDArray normal(Shape shape, Precision precision) {
    return Torch.enter(manager.randomNormal(shape), precision);
  }

  /** Returns the seconds that a pass takes, the mean of so many one after the other. */
  public double seconds(Pass pass, int times) {
    return Torch.unrecorded(
        () -> {
          long begin = System.nanoTime();
          for (int i = 1; i < times; i++) {
            compute(pass).close();
          }
          // A GPU computes behind Java's back; who reads what came out waits for it.
          try (NDArray last = compute(pass)) {
            read(last);
          }
          return (System.nanoTime() - begin) / NANOS / times;
        });
  }

  private void read(NDArray result) {
    if (manager.getDevice().isGpu()) {
      try (NDManager scope = manager.newSubManager();
          NDArray plain = Torch.leave(result)) {
        plain.tempAttach(scope);
        plain.sum().getFloat();
      }
    }
  }

  private NDArray compute(Pass pass) {
    return switch (pass) {
      case FORWARD -> forward();
      case INPUT_GRADIENT -> Torch.convolutionGradient(convolution, gradient, input, weight, true);
      case WEIGHT_GRADIENT ->
          Torch.convolutionGradient(convolution, gradient, input, weight, false);
    };
  }

  private NDArray forward() {
    if (convolution.stride() == 1) {
      return Torch.convolution(input, weight);
    }
    return convolution.transposed()
        ? Torch.convolutionUp(input, weight)
        : Torch.convolutionDown(input, weight);
  }

  @Override
  public void close() {
    manager.close();
  }
}
