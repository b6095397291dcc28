package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.image.ImageShape;
import io.organza.metric.FeatureExtractor;
import io.organza.metric.Scores;
import io.organza.metric.SlicedWasserstein;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code organza evaluate} computed.
 *
 * @param scored what the images are of that were scored
 * @param count how many they are
 * @param shape of all images, those compared with too
 * @param features what the scores go by
 * @param comparisons with each set of real images
 * @param classes how well classes can be told; null of what has none
 */
record ScoreReport(
    Scored scored,
    int count,
    ImageShape shape,
    FeatureKind features,
    List<Comparison> comparisons,
    @Nullable ClassShares classes) {

  ScoreReport {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * A checkpoint whose images were scored, or the place of images.
   *
   * @param checkpoint the folder of the checkpoint, else null
   * @param kimg how long it was trained, in thousands of images, else null
   * @param images the place of the images, else null
   */
  record Scored(@Nullable String checkpoint, @Nullable Double kimg, @Nullable String images) {

    static Scored of(Checkpoint checkpoint) {
      return new Scored(checkpoint.directory().toString(), checkpoint.images() / 1000.0, null);
    }

    static Scored ofImages(String place) {
      return new Scored(null, null, place);
    }
  }

  /**
   * Which features: those of others cannot be compared.
   *
   * @param name what a person is told
   * @param protocol how they are computed
   * @param hash the SHA-256 of the images that they were learned from, or of the file
   */
  record FeatureKind(String name, String protocol, String hash) {

    static FeatureKind of(FeatureExtractor extractor) {
      return new FeatureKind(extractor.name(), extractor.protocol(), extractor.hash());
    }
  }

  /**
   * How near the images are to real ones.
   *
   * @param set what the real ones are
   * @param source where they are
   * @param count how many of them were looked at
   * @param wasserstein the mean over all scales
   * @param wassersteinByScale from the finest to the coarsest
   */
  record Comparison(
      RealSet set,
      String source,
      int count,
      Scores scores,
      double wasserstein,
      List<SlicedWasserstein.Level> wassersteinByScale) {

    Comparison {
      wassersteinByScale = List.copyOf(wassersteinByScale);
    }
  }

  /**
   * How often a classifier names the class, each from 0 to 1.
   *
   * @param asAskedFor of the images, that which they were asked for
   * @param ofReal of real images, the right one
   * @param byChance if it always named the most frequent one
   */
  record ClassShares(double asAskedFor, double ofReal, double byChance) {}
}
