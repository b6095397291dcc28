package io.organza.torch;

/**
 * The shape of a convolution with a square kernel, as the networks have them.
 *
 * <p>With stride 1 the size is kept; with stride 2 the kernel is 4x4 and the sides are halved or,
 * transposed, doubled.
 *
 * @param in the channels that go in
 * @param out the channels that come out
 * @param kernel the side of the kernel in pixels
 * @param stride 1 or 2
 * @param transposed whether it is transposed
 * @param groups into how many parts the channels are divided that see nothing of each other
 * @param height the height of what goes in, in pixels
 * @param width the width of what goes in, in pixels
 */
public record Convolution(
    int in,
    int out,
    int kernel,
    int stride,
    boolean transposed,
    int groups,
    int height,
    int width) {

  /** Returns one with stride 1 and without groups. */
  public static Convolution same(int kernel, int in, int out, int height, int width) {
    return new Convolution(in, out, kernel, 1, false, 1, height, width);
  }

  /** Returns one that halves both sides, with a kernel of 4x4. */
  public static Convolution down(int in, int out, int height, int width) {
    return new Convolution(in, out, 4, 2, false, 1, height, width);
  }

  /** Returns a transposed one that doubles both sides, with a kernel of 4x4. */
  public static Convolution up(int in, int out, int height, int width) {
    return new Convolution(in, out, 4, 2, true, 1, height, width);
  }

  /** The three ways in which training computes a convolution; each takes as much arithmetic. */
  public enum Pass {
    /** From input and weights to the output. */
    FORWARD,
    /** From the output's gradient and weights to the input's gradient. */
    INPUT_GRADIENT,
    /** From the output's gradient and the input to the weights' gradient. */
    WEIGHT_GRADIENT
  }

  /**
   * Returns the floating-point operations of a pass for one image, a multiplication and an addition
   * for each weight at each place: 2 k^2 in out / groups, times the pixels of the output, or of the
   * input if it is transposed. Edges count as if they were padded with numbers.
   */
  public long flops() {
    long places = transposed ? (long) height * width : (long) outHeight() * outWidth();
    return 2L * kernel * kernel * in * out / groups * places;
  }

  int padding() {
    return stride == 1 ? kernel / 2 : 1;
  }

  int outHeight() {
    return transposed ? height * stride : height / stride;
  }

  int outWidth() {
    return transposed ? width * stride : width / stride;
  }

  @Override
  public String toString() {
    return "%dx%d%s%s, %d to %d, %dx%d"
        .formatted(
            kernel,
            kernel,
            stride == 1 ? "" : transposed ? " up" : " down",
            groups == 1 ? "" : " in groups of " + in / groups,
            in,
            out,
            width,
            height);
  }
}
