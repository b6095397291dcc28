package io.organza.metric;

import ai.djl.Device;
import io.organza.data.PackedImages;
import java.util.Arrays;
import java.util.Optional;

/**
 * The features of a {@link Classifier} that learned, within seconds, to tell how the real images
 * themselves are turned. Nothing has to be downloaded, and the features are made for what is in the
 * images, be it photographs, digits or flowers. Why these: docs/metrics.md.
 *
 * <p>Each feature is moved and scaled so that over the real images it has mean 0 and deviation 1,
 * the grain 0.7: where images are smooth, noise that can hardly be seen moves it by many
 * deviations, and would say more than a class that is missing. Then each is bounded, x to 3 tanh(x
 * / 3), so that a few odd images of thousands do not decide a score.
 */
public final class OwnFeatures implements FeatureExtractor {

  private static final int STEPS = 500;
  private static final int MEASURED_IMAGES = 10_000;
  private static final double DEVIATION_OF_GRAIN = 0.7;

  private static final double BOUND = 3;

  /** To be raised when anything changes that changes the features. */
  static final String PROTOCOL = "own-4";

  /** A feature that hardly ever changes must not be scaled up to noise. */
  private static final double LEAST_SHARE = 1e-3;

  /** Nor must rounding, where all images are the same. */
  private static final double LEAST_DEVIATION = 1e-6;

  private final Classifier network;
  private final float[] means;
  private final float[] factors;
  private final String hash;

  /**
   * Takes a network and how its features are standardised.
   *
   * @param scale (2, size): the means, and by what differences from them are multiplied
   * @param hash of the images that it learned from
   */
  private OwnFeatures(Classifier network, float[] scale, String hash) {
    this.network = network;
    means = Arrays.copyOf(scale, scale.length / 2);
    factors = Arrays.copyOfRange(scale, scale.length / 2, scale.length);
    this.hash = hash;
  }

  /** Trains a network, or finds in the cache the one that was trained on the same images. */
  public static OwnFeatures of(PackedImages real, FloatCache cache, Device device) {
    ImageSet images = ImageSet.of(real);
    Lesson lesson = new RotationLesson(images);
    Classifier network = new Classifier(lesson.shape(), lesson.classes(), device, 0);
    try {
      String key = "%s features of %s".formatted(PROTOCOL, real.contentHash());
      String scaleKey = key + ", means and factors";
      Optional<float[]> weights = cache.read(key);
      Optional<float[]> scale = weights.isPresent() ? cache.read(scaleKey) : Optional.empty();
      if (weights.isPresent()) {
        network.load(weights.get());
      } else {
        network.train(lesson, STEPS, 0);
        cache.write(key, network.values());
      }
      if (scale.isEmpty()) {
        scale =
            Optional.of(
                scale(
                    network.compute(images.atMost(MEASURED_IMAGES), Classifier::features),
                    images.shape().channels()));
        cache.write(scaleKey, scale.get());
      }
      return new OwnFeatures(network, scale.get(), real.contentHash());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Returns the means of features, and what makes their deviations what they are to be.
   *
   * @param grains how many of the features, the last ones, are grain
   */
  private static float[] scale(Features features, int grains) {
    int size = features.size();
    double[] mean = features.mean();
    double[] variance = new double[size];
    for (int i = 0; i < features.values().length; i++) {
      double difference = features.values()[i] - mean[i % size];
      variance[i % size] += difference * difference / features.count();
    }
    double usual = Math.sqrt(Arrays.stream(variance).average().orElse(0));
    double least = Math.max(LEAST_DEVIATION, LEAST_SHARE * usual);
    float[] scale = new float[2 * size];
    for (int j = 0; j < size; j++) {
      scale[j] = (float) mean[j];
      double deviation = j < size - grains ? 1 : DEVIATION_OF_GRAIN;
      scale[size + j] = (float) (deviation / Math.max(least, Math.sqrt(variance[j])));
    }
    return scale;
  }

  @Override
  public String name() {
    return "%s of these images, %.12s".formatted(PROTOCOL, hash);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public Features of(ImageSet images) {
    Features features = network.compute(images, Classifier::features);
    float[] values = features.values().clone();
    for (int i = 0; i < values.length; i++) {
      int j = i % means.length;
      values[i] = (float) (BOUND * Math.tanh((values[i] - means[j]) * factors[j] / BOUND));
    }
    return new Features(values, features.count(), features.size());
  }

  @Override
  public void close() {
    network.close();
  }
}
