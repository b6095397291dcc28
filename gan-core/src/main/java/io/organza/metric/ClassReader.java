package io.organza.metric;

import ai.djl.Device;
import io.organza.data.PackedImages;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A {@link Classifier} that learned, from nine tenths of the real images, to name their classes: it
 * tells whether generated images show the class that they were asked for. How far it can be
 * believed, the last tenth tells.
 *
 * <p>An image's features are its logits. Confined to a thread. Owns native memory until it is
 * closed.
 */
public final class ClassReader implements ImageFeatures, AutoCloseable {

  private static final int STEPS = 2_000;
  private static final double TRIED = 0.1;
  private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;
  private static final int MOST_TRIED = 2_000;

  /** Part of the key: to be raised when anything changes that changes the answers. */
  private static final int VERSION = 2;

  private final Classifier network;
  private final PackedImages real;

  private ClassReader(Classifier network, PackedImages real) {
    this.network = network;
    this.real = real;
  }

  /**
   * Trains a network, or finds in the cache the one that was trained on the same images.
   *
   * @param real at least 2, labelled
   */
  public static ClassReader of(PackedImages real, FloatCache cache, Device device) {
    return of(real, STEPS, cache, device);
  }

  static ClassReader of(PackedImages real, int steps, FloatCache cache, Device device) {
    LabelLesson lesson = new LabelLesson(real, indices(real, false));
    Classifier network = new Classifier(lesson.shape(), lesson.classes(), device, 0);
    try {
      String key = "class reader %s, %s steps, of %s".formatted(VERSION, steps, real.contentHash());
      Optional<float[]> kept = cache.read(key);
      if (kept.isPresent()) {
        network.load(kept.get());
      } else {
        network.train(lesson, steps, 0);
        cache.write(key, network.values());
      }
      return new ClassReader(network, real);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Returns a tenth of the images, or all others: by multiples of the golden ratio, which are
   * evenly spread and fall into step with no order of the classes.
   */
  private static int[] indices(PackedImages real, boolean tenth) {
    return IntStream.range(0, real.count())
        .filter(i -> (i * GOLDEN_RATIO % 1 < TRIED) == tenth)
        .toArray();
  }

  @Override
  public Features of(ImageSet images) {
    return network.compute(images, Classifier::logits);
  }

  /** Returns the share of real images that it did not learn from and names rightly. */
  public double accuracy() {
    int[] tried = indices(real, true);
    int count = Math.min(MOST_TRIED, tried.length);
    int[] some =
        IntStream.range(0, count)
            .map(i -> tried[(int) ((long) i * tried.length / count)])
            .toArray();
    return accuracy(of(ImageSet.of(real, some, false)), i -> real.label(some[i]));
  }

  /** Returns the share that is right if the most frequent class is named always. */
  public double chance() {
    int[] counts = new int[real.classes().size()];
    for (int i = 0; i < real.count(); i++) {
      counts[real.label(i)]++;
    }
    return (double) IntStream.of(counts).max().orElse(0) / real.count();
  }

  /**
   * Returns the share of images whose largest logit is that of their class.
   *
   * @param logits what {@link #of} returned
   * @param classes the class of each image
   */
  public static double accuracy(Features logits, IntUnaryOperator classes) {
    int right = 0;
    for (int i = 0; i < logits.count(); i++) {
      right += largest(logits, i) == classes.applyAsInt(i) ? 1 : 0;
    }
    return (double) right / logits.count();
  }

  private static int largest(Features logits, int row) {
    int largest = 0;
    for (int j = 1; j < logits.size(); j++) {
      if (logits.values()[row * logits.size() + j]
          > logits.values()[row * logits.size() + largest]) {
        largest = j;
      }
    }
    return largest;
  }

  @Override
  public void close() {
    network.close();
  }
}
