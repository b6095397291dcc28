package io.organza.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.image.ImageShape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sliced Wasserstein distance of the {@link Neighbourhoods} of two sets of images, level by
 * level, times 1,000 (Rabin et al., 2011; Karras et al., "Progressive growing of GANs", ICLR 2018,
 * section 5): the mean, over 512 random directions, of the mean distance between the projections
 * onto it, both sorted. Each channel of a level is first given mean 0 and deviation 1, for each set
 * by itself.
 *
 * @param levels from the finest to the coarsest, which holds all that is coarser
 */
public record SlicedWasserstein(List<Level> levels) {

  private static final int DIRECTIONS = 512;

  /** As many at once as fit into some tens of megabytes. */
  private static final int BLOCK = 64;

  /** The distance at a level of so many pixels. */
  public record Level(int height, int width, double distance) {}

  public SlicedWasserstein {
    levels = List.copyOf(levels);
  }

  /**
   * Compares made images with as many real ones at most, which are drawn.
   *
   * @param made what {@code ofMade} returned
   * @param real of the same shape
   */
  public static SlicedWasserstein between(Features made, Neighbourhoods ofMade, ImageSet real) {
    ImageSet some = real.atMost(made.count());
    Neighbourhoods ofReal = new Neighbourhoods(real.shape(), some.count());
    Features features = ofReal.of(some);
    List<Level> levels = new ArrayList<>();
    for (int level = 0; level < ofReal.levels(); level++) {
      Features x = ofMade.ofLevel(made, level);
      Features y = ofReal.ofLevel(features, level);
      int count = Math.min(x.count(), y.count());
      ImageShape shape = ofReal.shape(level);
      double distance =
          distance(
              standardised(x.atMost(count), shape.channels()),
              standardised(y.atMost(count), shape.channels()),
              level);
      levels.add(new Level(shape.height(), shape.width(), 1000 * distance));
    }
    return new SlicedWasserstein(levels);
  }

  /** Returns the mean over all levels. */
  public double mean() {
    return levels.stream().mapToDouble(Level::distance).average().orElseThrow();
  }

  /** Returns points whose channels, equal parts of each vector, have mean 0 and deviation 1. */
  private static Features standardised(Features points, int channels) {
    float[] values = points.values().clone();
    int size = points.size();
    int part = size / channels;
    double[] means = new double[channels];
    double[] squares = new double[channels];
    double weight = 1 / ((double) points.count() * part);
    for (int i = 0; i < values.length; i++) {
      means[i % size / part] += weight * values[i];
      squares[i % size / part] += weight * values[i] * values[i];
    }
    for (int i = 0; i < values.length; i++) {
      int channel = i % size / part;
      double variance = squares[channel] - means[channel] * means[channel];
      double factor = variance > 0 ? 1 / Math.sqrt(variance) : 0;
      values[i] = (float) ((values[i] - means[channel]) * factor);
    }
    return new Features(values, points.count(), size);
  }

  /**
   * Returns the sliced Wasserstein distance of two sets of as many points, computed on the CPU.
   *
   * @param stream which directions
   */
  static double distance(Features a, Features b, long stream) {
    RandomStream random = RandomStream.of(0, Purpose.DIRECTIONS, stream);
    int blocks = DIRECTIONS / BLOCK;
    double sum = 0;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray x = manager.create(a.values(), new Shape(a.count(), a.size()));
      NDArray y = manager.create(b.values(), new Shape(b.count(), b.size()));
      for (int block = 0; block < blocks; block++) {
        float[] directions = directions(random, a.size());
        try (NDManager scope = manager.newSubManager()) {
          NDArray rows = scope.create(directions, new Shape(BLOCK, a.size()));
          sum += difference(sorted(rows, x), sorted(rows, y));
        }
      }
    }
    return sum / blocks;
  }

  /** Returns directions of length 1, a row each. */
  private static float[] directions(RandomStream random, int size) {
    float[] directions = random.gaussians(BLOCK * size);
    for (int row = 0; row < BLOCK; row++) {
      double square = 0;
      for (int i = row * size; i < (row + 1) * size; i++) {
        square += directions[i] * directions[i];
      }
      for (int i = row * size; i < (row + 1) * size; i++) {
        directions[i] /= (float) Math.sqrt(square);
      }
    }
    return directions;
  }

  /** Returns the projections of points onto each direction, sorted for each. */
  private static float[] sorted(NDArray directions, NDArray points) {
    float[] values = Torch.unrecorded(() -> Torch.linear(directions, points)).toFloatArray();
    int count = values.length / BLOCK;
    for (int row = 0; row < BLOCK; row++) {
      Arrays.sort(values, row * count, (row + 1) * count);
    }
    return values;
  }

  private static double difference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }
}
