package io.organza.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import io.organza.image.ImageShape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.AdamOptimizer;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A small convolutional network that names the class of an image.
 *
 * <p>A stage for each halving of the image, down to 4 to 7 pixels: a 3x3 convolution and a leaky
 * ReLU, without biases. The mean of each channel of each stage over all positions is a feature; the
 * logits are a linear map of the last stage's. To tell classes a network need not see noise or a
 * lattice of pixels, so one more feature for each channel of the image is its grain.
 */
final class Classifier implements AutoCloseable {

  private static final int WIDEST = 128;
  private static final int NARROWEST = 16;
  private static final int LAST_SIDE = 4;
  private static final int BATCH = 16;
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape NO_PADDING = new Shape(0, 0);
  private static final double LEARNING_RATE = 2e-3;

  /** A difference of a level or so, of [-1, 1], is as good as none. */
  private static final float PLAIN = 0.01f;

  /** The gain of a leaky ReLU of slope 0.2. */
  private static final double GAIN = Math.sqrt(2 / (1 + 0.2 * 0.2));

  private final NDManager manager;
  private final ImageShape shape;
  private final int classes;
  private final NDList weights = new NDList();

  /**
   * Creates a network with the initial weights of the seed.
   *
   * @param shape images may be larger than this, and have other aspects
   */
  Classifier(ImageShape shape, int classes, Device device, long seed) {
    this.shape = shape;
    this.classes = classes;
    manager = NDManager.newBaseManager(device, "PyTorch");
    int in = shape.channels();
    for (int out : widths(Math.min(shape.height(), shape.width()))) {
      weights.add(weight(seed, GAIN / Math.sqrt(9.0 * in), out, in, 3, 3));
      in = out;
    }
    weights.add(weight(seed, 1 / Math.sqrt(in), classes, in));
  }

  /** Returns the channels of each stage: 32, 64, 128, 128 for images of 32 pixels. */
  private static List<Integer> widths(int side) {
    int stages = 1;
    while (side >> stages >= LAST_SIDE) {
      stages++;
    }
    List<Integer> widths = new ArrayList<>();
    for (int stage = stages - 1; stage >= 0; stage--) {
      widths.add(Math.max(NARROWEST, Math.min(WIDEST, (2 * WIDEST) >> stage)));
    }
    return widths;
  }

  private NDArray weight(long seed, double deviation, long... shape) {
    RandomStream random = RandomStream.of(seed, Purpose.WEIGHTS, weights.size());
    float[] values = random.gaussians((int) new Shape(shape).size());
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) deviation;
    }
    try (NDArray created = manager.create(values, new Shape(shape))) {
      NDArray weight = shape.length == 4 ? Torch.channelsLastCopy(created) : created.duplicate();
      weight.setRequiresGradient(true);
      return weight;
    }
  }

  /** Trains for so many steps of 16 images, with a learning rate that falls to nothing. */
  void train(Lesson lesson, int steps, long seed) {
    try (AdamOptimizer adam = new AdamOptimizer(weights)) {
      for (int step = 0; step < steps; step++) {
        RandomStream random = RandomStream.of(seed, Purpose.JUDGING, step);
        double rate = LEARNING_RATE * (1 - (double) step / steps);
        try (NDManager scope = manager.newSubManager()) {
          NDList gradients = Torch.recorded(() -> gradients(scope, lesson, random));
          adam.step(gradients, step + 1, new AdamOptimizer.Rates(rate, 0.9, 0.99, 1e-8));
        }
      }
    }
  }

  /** Returns the gradients of the mean cross-entropy over a batch. */
  private NDList gradients(NDManager scope, Lesson lesson, RandomStream random) {
    ImageShape size = lesson.shape();
    float[] pixels = new float[BATCH * size.size()];
    int[] labels = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = lesson.draw(random, pixels, i * size.size());
    }
    NDArray x =
        scope.create(pixels, new Shape(BATCH, size.channels(), size.height(), size.width()));
    NDArray oneHot = scope.create(labels).oneHot(classes, DataType.FLOAT32);
    NDArray logLikelihood = logits(x).logSoftmax(1).mul(oneHot).sum();
    return Torch.gradients(Torch.scale(logLikelihood, -1.0 / BATCH), weights);
  }

  /**
   * Returns the features of images (N, C, H, W), to (N, size); the last C of them are the grain of
   * each channel.
   */
  NDArray features(NDArray x) {
    NDList features = stages(x);
    features.add(grain(x));
    return NDArrays.concat(features, 1);
  }

  /**
   * Returns the logarithm of how far, in the mean, the sums of the two diagonals of 2x2 pixels are
   * apart, to (N, C): large for noise and for a lattice, least for slopes and straight edges that
   * lie or stand.
   */
  private static NDArray grain(NDArray x) {
    NDArray down = x.get("..., 1:, :").sub(x.get("..., :-1, :"));
    NDArray crossed = down.get("..., 1:").sub(down.get("..., :-1"));
    NDArray sizes = Pool.globalAvgPool2d(crossed.abs());
    return Torch.add(sizes, x.getManager().full(sizes.getShape(), PLAIN)).log();
  }

  /** Returns the logits of images (N, C, H, W), to (N, classes). */
  NDArray logits(NDArray x) {
    NDList stages = stages(x);
    return Torch.linear(stages.get(stages.size() - 1), weights.get(weights.size() - 1));
  }

  /** Returns the means of each stage's channels. */
  private NDList stages(NDArray x) {
    NDList means = new NDList();
    NDArray y = Torch.enter(x, Precision.FP32);
    for (int stage = 0; stage < weights.size() - 1; stage++) {
      y = stage == 0 ? y : Pool.avgPool2d(y, TWO, TWO, NO_PADDING, false, true);
      y = Torch.leakyRelu(Torch.convolution(y, weights.get(stage)));
      means.add(Pool.globalAvgPool2d(y));
    }
    return means;
  }

  /** Computes a function of the network for images, a pass at a time: a row for each. */
  Features compute(ImageSet images, BiFunction<Classifier, NDArray, NDArray> function) {
    if (images.shape().channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "images must have %d channels, got %s".formatted(shape.channels(), images.shape()));
    }
    int size = images.shape().size();
    int pass = FeatureExtractor.passSize(images.shape());
    float[][] rows = new float[images.count()][];
    for (int from = 0; from < images.count(); from += pass) {
      int count = Math.min(pass, images.count() - from);
      float[] pixels = new float[count * size];
      for (int i = 0; i < count; i++) {
        images.floats(from + i, pixels, i * size);
      }
      float[] values = pass(pixels, count, images.shape(), function);
      int length = values.length / count;
      for (int i = 0; i < count; i++) {
        rows[from + i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
      }
    }
    return Features.of(rows);
  }

  private float[] pass(
      float[] pixels,
      int count,
      ImageShape size,
      BiFunction<Classifier, NDArray, NDArray> function) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray x =
          scope.create(pixels, new Shape(count, size.channels(), size.height(), size.width()));
      return Torch.unrecorded(() -> function.apply(this, x)).toFloatArray();
    }
  }

  /** Returns the values of all weights, one after another. */
  float[] values() {
    float[] values = new float[(int) weights.stream().mapToLong(NDArray::size).sum()];
    int at = 0;
    for (NDArray weight : weights) {
      try (NDArray plain = Torch.unrecorded(() -> Torch.leave(weight))) {
        float[] some = plain.toFloatArray();
        System.arraycopy(some, 0, values, at, some.length);
        at += some.length;
      }
    }
    return values;
  }

  /** Replaces all weights by what {@link #values} returned. */
  void load(float[] values) {
    int at = 0;
    for (NDArray weight : weights) {
      int size = (int) weight.size();
      try (NDArray some =
          manager.create(Arrays.copyOfRange(values, at, at + size), weight.getShape())) {
        Torch.copyAll(List.of(weight), List.of(some));
      }
      at += size;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
