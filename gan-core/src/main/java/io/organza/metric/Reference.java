package io.organza.metric;

import io.organza.data.PackedImages;
import java.util.Optional;

/** Real images as an extractor sees them: what scores compare made images with. Immutable. */
public final class Reference {

  /** As many images as the published distances on CIFAR-10 use. */
  public static final int USUAL_IMAGES = 50_000;

  private static final int IMAGES_FOR_A_FEATURE = 2;

  private final Features features;
  private final Gaussian gaussian;

  /** Takes features of real images. */
  Reference(Features features) {
    this.features = features;
    gaussian = Gaussian.of(features);
  }

  /**
   * Extracts the features of real images, or finds them in the cache.
   *
   * @param real at least 2 images
   * @param most how many of them are looked at, at most: drawn ones
   */
  public static Reference of(
      FeatureExtractor extractor, PackedImages real, int most, FloatCache cache) {
    ImageSet images = ImageSet.of(real).atMost(most);
    String key =
        "%s: features of %s drawn of %s"
            .formatted(extractor.name(), images.count(), real.contentHash());
    Optional<float[]> kept = cache.read(key);
    if (kept.isPresent()) {
      int size = kept.get().length / images.count();
      return new Reference(new Features(kept.get(), images.count(), size));
    }
    Features features = extractor.of(images);
    cache.write(key, features.values());
    return new Reference(features);
  }

  /** Returns the features of the real images. */
  public Features features() {
    return features;
  }

  /** Returns the squared Frechet distance of made images from the real ones. */
  public double frechetDistance(Features made) {
    return Gaussian.of(made).frechetDistance(gaussian);
  }

  /**
   * Returns where the squared Frechet distance of many made images from many real ones lies: by the
   * {@link Jackknife}, which takes out most of what is too much because there are few. Nothing if
   * there are not {@value #IMAGES_FOR_A_FEATURE} images on both sides for each feature: then what
   * is too much does not follow the rule by which it is taken out.
   */
  public Optional<Interval> frechetInterval(Features made) {
    int images = Math.min(made.count(), features.count());
    if (images < IMAGES_FOR_A_FEATURE * features.size()) {
      return Optional.empty();
    }
    int groups = Jackknife.groups(images);
    Features x = made.rows(DrawnOrder.FIRST.of(made.count()));
    Features y = features.rows(DrawnOrder.SECOND.of(features.count()));
    Jackknife jackknife =
        Jackknife.of(
            frechetDistance(made),
            groups,
            group ->
                Gaussian.of(x.without(group, groups))
                    .frechetDistance(Gaussian.of(y.without(group, groups))));
    Interval interval = jackknife.interval();
    return Optional.of(new Interval(Math.max(0, interval.low()), Math.max(0, interval.high())));
  }
}
