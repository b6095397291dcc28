package io.organza.metric;

import ai.djl.Device;
import io.organza.data.PackedImages;
import io.organza.sampling.ImageGenerator;
import java.util.List;

/**
 * Scores a generator again and again while it is trained, by the Frechet distance of few images:
 * quick enough to be done between steps, and higher than that of many.
 *
 * <p>Confined to a thread. Owns native memory until it is closed.
 */
public final class Judge implements AutoCloseable {

  /** The fewest real images that anything can be compared with. */
  public static final int LEAST_IMAGES = 2;

  /** The features that it judges by; scores by others do not compare. */
  public static final String FEATURES = OwnFeatures.PROTOCOL;

  private static final int IMAGES = 2_500;
  private static final int REAL_IMAGES = 10_000;

  private final FeatureExtractor extractor;
  private final PackedImages real;
  private final Reference reference;

  private Judge(FeatureExtractor extractor, PackedImages real, Reference reference) {
    this.extractor = extractor;
    this.real = real;
    this.reference = reference;
  }

  /**
   * Prepares to judge by how near generated images are to real ones, which takes seconds.
   *
   * @param training what the features are learned from
   * @param real what generated images are compared with, at least {@link #LEAST_IMAGES}: those, or
   *     others that were held out
   */
  public static Judge of(
      PackedImages training, PackedImages real, FloatCache cache, Device device) {
    FeatureExtractor extractor = OwnFeatures.of(training, cache, device);
    try {
      return new Judge(extractor, real, Reference.of(extractor, real, REAL_IMAGES, cache));
    } catch (RuntimeException e) {
      extractor.close();
      throw e;
    }
  }

  /** Returns the squared Frechet distance of the generator's images from the real ones. */
  public double frechetDistance(ImageGenerator generator) {
    GeneratedImages made = new GeneratedImages(generator, real, IMAGES);
    return reference.frechetDistance(made.features(List.of(extractor), done -> {}).get(0));
  }

  @Override
  public void close() {
    extractor.close();
  }
}
