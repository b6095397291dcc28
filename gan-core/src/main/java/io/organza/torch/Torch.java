package io.organza.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.function.Supplier;

/**
 * The operations on tensors that DJL's API lacks.
 *
 * <p>Images and features are (N, C, H, W). A result belongs to the manager of the first argument,
 * so weights, which live long, never come first. Inside a network tensors may be bfloat16, which
 * DJL's own operations must not be given: they end the process. Tensors are confined to a thread.
 */
public final class Torch {

  private static final class Loaded {
    static final OperationLibrary LIBRARY = new OperationLibrary();
  }

  private Torch() {}

  /** Returns what the work returns; its operations are recorded, so that it has gradients. */
  public static <T> T recorded(Supplier<T> work) {
    return recording(true, work);
  }

  /** Returns what the work returns; its operations are not recorded. */
  public static <T> T unrecorded(Supplier<T> work) {
    return recording(false, work);
  }

  private static <T> T recording(boolean on, Supplier<T> work) {
    library(); // Before PyTorch is asked anything, it must be loaded.
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(on);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** Brings x into the number format and layout in which networks are computed. */
  public static NDArray enter(NDArray x, Precision precision) {
    return switch (precision) {
      case FP32 -> call("to_float32", x);
      case BF16 -> call("to_bfloat16", x);
    };
  }

  /** Brings x back to float32 in the plain layout, which DJL's own operations take. */
  public static NDArray leave(NDArray x) {
    return call("to_plain", x);
  }

  /**
   * Returns a copy of a weight (out, in, k, k), in memory of PyTorch's own, channels-last: what a
   * convolution then need not rearrange at each call.
   */
  public static NDArray channelsLastCopy(NDArray weight) {
    return call("channels_last_copy", weight);
  }

  /**
   * Returns zeros of the shape and type of x that lie in memory as x does, which {@link
   * AdamOptimizer} asks of the moments of weights. DJL's own are always plain.
   */
  public static NDArray zerosLike(NDArray x) {
    return call("zeros_like", x);
  }

  /**
   * Convolves with stride 1 and keeps the size.
   *
   * @param weight (out, in / groups, k, k) with k odd, float32
   */
  public static NDArray convolution(NDArray x, NDArray weight) {
    return call("convolution", x, weight);
  }

  /** As above, and adds a bias (out). */
  public static NDArray convolution(NDArray x, NDArray weight, NDArray bias) {
    return call("convolution_with_bias", x, weight, bias);
  }

  /** Convolves with stride 2, which halves both sides; weight (out, in, 4, 4). */
  public static NDArray convolutionDown(NDArray x, NDArray weight) {
    return call("convolution_down", x, weight);
  }

  /** Convolves transposed with stride 2, which doubles both sides; weight (in, out, 4, 4). */
  public static NDArray convolutionUp(NDArray x, NDArray weight) {
    return call("convolution_up", x, weight);
  }

  /**
   * Returns the gradient of a convolution's input x, or else of its weight, for that of its output.
   */
  static NDArray convolutionGradient(
      Convolution convolution, NDArray gradient, NDArray x, NDArray weight, boolean ofInput) {
    return library()
        .update(
            x.getManager(),
            "convolution_gradient",
            IValue.from((PtNDArray) gradient),
            IValue.from((PtNDArray) x),
            IValue.from((PtNDArray) weight),
            IValue.from((long) convolution.stride()),
            IValue.from((long) convolution.padding()),
            IValue.from(convolution.transposed()),
            IValue.from((long) convolution.groups()),
            IValue.from(ofInput))
        .head();
  }

  /** Returns max(x, 0.2 x). */
  public static NDArray leakyRelu(NDArray x) {
    return call("leaky_relu", x);
  }

  /** Returns max(x, 0). */
  public static NDArray relu(NDArray x) {
    return call("relu", x);
  }

  /** Returns log(1 + exp(x)). */
  public static NDArray softplus(NDArray x) {
    return call("softplus", x);
  }

  /** Returns the hyperbolic tangent. */
  public static NDArray tanh(NDArray x) {
    return call("tanh", x);
  }

  /** Returns x + y, of the same shape and type. */
  public static NDArray add(NDArray x, NDArray y) {
    return call("add", x, y);
  }

  /**
   * Returns x times a number.
   *
   * <p>DJL's own {@code mul(Number)} keeps the number in memory of Java's, which may be freed
   * before the gradient is taken, and then scales the gradient by whatever lies there.
   */
  public static NDArray scale(NDArray x, double factor) {
    try (NDArray number = x.getManager().full(new Shape(), (float) factor)) {
      return x.mul(number);
    }
  }

  /** Doubles both sides: zeros between the pixels, then the filter [1 2 1] / 2 along each. */
  public static NDArray resampleUp(NDArray x) {
    return call("resample_up", x);
  }

  /** Halves both sides: the filter [1 2 1] / 4 along each, then every second pixel. */
  public static NDArray resampleDown(NDArray x) {
    return call("resample_down", x);
  }

  /**
   * Takes from an image (N, C, H, W) what alternates from pixel to pixel: the filter [1 2 1] / 4
   * along each side. Beyond the edge is what is at the edge.
   */
  public static NDArray smooth(NDArray x) {
    return call("smooth", x);
  }

  /**
   * Adds standard normal noise to features (N, C, H, W), one map (N, 1, H, W) for all channels.
   *
   * @param scale by what the noise is multiplied in each channel, (C)
   * @param state of a random stream; an image takes a number for each of its pixels
   */
  public static NDArray addNoise(NDArray x, NDArray scale, long state) {
    return library()
        .call(
            x.getManager(),
            "add_noise",
            IValue.from((PtNDArray) x),
            IValue.from((PtNDArray) scale),
            IValue.from(state))
        .head();
  }

  /**
   * Sets features (N, C, H, W) to 0 by chance, and divides the others by the share of those kept.
   *
   * @param share of the features that is dropped, 0 up to but not 1, to the nearest 1 / 65536
   * @param state of a random stream; an image takes {@link #dropoutNumbers} from it
   */
  public static NDArray dropOut(NDArray x, double share, long state) {
    long dropped = Math.min(Math.round(share * 65536), 65535);
    return library()
        .call(
            x.getManager(),
            "drop_out",
            IValue.from((PtNDArray) x),
            IValue.from(state),
            IValue.from(dropped))
        .head();
  }

  /** Returns how many random numbers decide on so many features: four on each. */
  public static long dropoutNumbers(long features) {
    return (features + 3) / 4;
  }

  /**
   * Normalises each channel (Ioffe and Szegedy, ICML 2015).
   *
   * @param affine weight and bias, each (C)
   * @param running mean and variance, each (C)
   * @param momentum the share of the batch's mean and variance in the running ones from now on, up
   *     to 1, and x is normalised by the batch's; or 0: the running ones stay, and are used
   */
  public static NDArray batchNorm(NDArray x, NDList affine, NDList running, double momentum) {
    return library()
        .call(
            x.getManager(),
            "batch_norm",
            IValue.from((PtNDArray) x),
            IValue.from((PtNDArray) affine.get(0)),
            IValue.from((PtNDArray) affine.get(1)),
            IValue.from((PtNDArray) running.get(0)),
            IValue.from((PtNDArray) running.get(1)),
            IValue.from(momentum))
        .head();
  }

  /** Multiplies (N, in) by the weight (out, in), to (N, out). */
  public static NDArray linear(NDArray x, NDArray weight) {
    return call("linear", x, weight);
  }

  /** Scales patterns (C, H, W) by x (N, C), to (N, C, H, W). */
  public static NDArray scalePatterns(NDArray x, NDArray patterns) {
    return call("scale_patterns", x, patterns);
  }

  /** Takes the inner product of each channel with its pattern (C, 1, H, W), to float32 (N, C). */
  public static NDArray matchPatterns(NDArray x, NDArray patterns) {
    return call("match_patterns", x, patterns);
  }

  /**
   * Takes the standard deviation of each feature over the images of a group, (groups, N, F) to
   * (groups, F); 0.01 where all are the same.
   */
  public static NDArray deviations(NDArray x) {
    return call("deviations", x);
  }

  /** Returns the symmetric root of a symmetric matrix without negative eigenvalues. */
  public static NDArray squareRoot(NDArray matrix) {
    return call("square_root", matrix);
  }

  /** Returns the eigenvalues of a symmetric matrix (N, N), of which it reads one half, to (N). */
  public static NDArray symmetricEigenvalues(NDArray matrix) {
    return call("symmetric_eigenvalues", matrix);
  }

  /** Returns the rows of a weight (rows, F) that the indices (N), int64, name, to (N, F). */
  public static NDArray embed(NDArray indices, NDArray weight) {
    return call("embed", indices, weight);
  }

  /** Scales each channel of x (N, C, H, W) by (N, C), then adds (N, C). */
  public static NDArray scaleAndShift(NDArray x, NDArray scale, NDArray shift) {
    return call("scale_and_shift", x, scale, shift);
  }

  /**
   * Multiplies each channel of x (N, C, H, W) by 1 plus a scale, and adds a shift; both are linear
   * maps (C, S) of what is known of each image (N, S).
   */
  public static NDArray modulate(NDArray x, NDArray style, NDArray scale, NDArray shift) {
    return call("modulate", x, style, scale, shift);
  }

  /** Takes the inner product of each row of x with the same row of y, both (N, F), to (N). */
  public static NDArray innerProduct(NDArray x, NDArray y) {
    return call("inner_product", x, y);
  }

  /**
   * Changes the colours of images (N, C, H, W); a fourth channel, alpha, stays as it is.
   *
   * @param numbers (N, 3): what is added to the colours, by what their distance from grey is
   *     multiplied, then by what that from the image's mean is
   */
  public static NDArray recolor(NDArray x, NDArray numbers) {
    return call("recolor", x, numbers);
  }

  /**
   * Moves images (N, C, H, W) by less than their sides; what they leave is 0.
   *
   * @param numbers (N, 2): by how many pixels down and to the right
   */
  public static NDArray translate(NDArray x, NDArray numbers) {
    return call("translate", x, numbers);
  }

  /**
   * Sets a box of each image (N, C, H, W) to 0, as far as it lies in the image.
   *
   * @param numbers (N, 4): its first row and the one after its last, and the same of its columns
   */
  public static NDArray cutOut(NDArray x, NDArray numbers) {
    return call("cut_out", x, numbers);
  }

  /** Returns x cut off from what it was computed from. */
  public static NDArray detach(NDArray x) {
    return call("detach", x);
  }

  /** Returns x itself by another handle, which can be closed, or given away, without the first. */
  public static NDArray same(NDArray x) {
    return call("same", x);
  }

  /** Returns x, cut off from what it was computed from, as one that gradients can be taken for. */
  public static NDArray leaf(NDArray x) {
    return call("leaf", x);
  }

  /**
   * Returns the gradients of a scalar, zeros for an x that it does not depend on; frees its graph.
   *
   * @param y a recorded scalar
   */
  public static NDList gradients(NDArray y, List<NDArray> xs) {
    return library().callWithList("gradients", y, xs);
  }

  /** Returns the gradients of a scalar, and keeps its graph for another call. */
  public static NDList gradientsKeepingGraph(NDArray y, List<NDArray> xs) {
    return library().callWithList("gradients_keeping_graph", y, xs);
  }

  /**
   * Returns, for each image, the squared norm of the gradient of the sum of y: differentiable.
   *
   * @param y recorded, one for each image of all batches
   * @param xs batches of images, each a {@link #leaf}, (N, C, H, W)
   * @return for each batch (N), float32
   */
  public static NDList squaredGradientNorms(NDArray y, List<NDArray> xs) {
    return library().callWithList("squared_gradient_norms", y, xs);
  }

  /**
   * Returns the penalty squares * sum(w^2) + length * sqrt(sum(w^2)) + magnitudes * sum(|w|) over
   * all elements of the counted weights, a scalar; then its gradient for each weight, zeros for
   * those that are not counted. Not recorded.
   */
  public static NDList weightPenalty(
      NDManager owner,
      List<NDArray> weights,
      List<Boolean> counted,
      double squares,
      double length,
      double magnitudes) {
    return library()
        .update(
            owner,
            "weight_penalty",
            OperationLibrary.list(weights),
            OperationLibrary.flags(counted),
            IValue.from(squares),
            IValue.from(length),
            IValue.from(magnitudes));
  }

  /** Returns the norm of all arrays taken as one vector. */
  public static NDArray norm(NDManager owner, List<NDArray> arrays) {
    return library().update(owner, "norm", OperationLibrary.list(arrays)).head();
  }

  /** Returns the standard deviation over the images x (N, C, H, W), mean over all pixels. */
  public static NDArray variety(NDManager owner, NDArray x) {
    return library().update(owner, "variety", IValue.from((PtNDArray) x)).head();
  }

  /**
   * Scales all arrays, in place, so that their common norm is at most the bound.
   *
   * @return the norm before
   */
  public static NDArray clipNorm(NDManager owner, List<NDArray> arrays, double bound) {
    return library()
        .update(owner, "clip_norm", OperationLibrary.list(arrays), IValue.from(bound))
        .head();
  }

  /**
   * Moves each element of all arrays, in place, into [-bound, bound].
   *
   * @return the largest magnitude before
   */
  public static NDArray clipValue(NDManager owner, List<NDArray> arrays, double bound) {
    return library()
        .update(owner, "clip_value", OperationLibrary.list(arrays), IValue.from(bound))
        .head();
  }

  /** Copies the values of each of the ys into its x, from one device to another if need be. */
  public static void copyAll(List<NDArray> xs, List<NDArray> ys) {
    library().update("copy_all", OperationLibrary.list(xs), OperationLibrary.list(ys));
  }

  /** Adds each of the ys to its x, in place. */
  public static void addAll(List<NDArray> xs, List<NDArray> ys) {
    library().update("add_all", OperationLibrary.list(xs), OperationLibrary.list(ys));
  }

  /** Moves each x, in place, to x + weight (y - x). */
  public static void lerp(List<NDArray> xs, List<NDArray> ys, double weight) {
    library()
        .update("lerp", OperationLibrary.list(xs), OperationLibrary.list(ys), IValue.from(weight));
  }

  private static NDArray call(String function, NDArray... arguments) {
    return library().call(function, arguments).head();
  }

  static OperationLibrary library() {
    return Loaded.LIBRARY;
  }
}
