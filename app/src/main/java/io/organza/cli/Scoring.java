package io.organza.cli;

import io.organza.cli.ScoreReport.ClassShares;
import io.organza.cli.ScoreReport.Comparison;
import io.organza.cli.ScoreReport.FeatureKind;
import io.organza.cli.ScoreReport.Scored;
import io.organza.data.PackedImages;
import io.organza.metric.ClassReader;
import io.organza.metric.FeatureExtractor;
import io.organza.metric.Features;
import io.organza.metric.FloatCache;
import io.organza.metric.ImageFeatures;
import io.organza.metric.ImageSet;
import io.organza.metric.JudgedImages;
import io.organza.metric.Neighbourhoods;
import io.organza.metric.Reference;
import io.organza.metric.Scores;
import io.organza.metric.SlicedWasserstein;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares images with real ones by all scores. */
final class Scoring {

  /**
   * Real images.
   *
   * @param set which these are
   * @param source where they are
   */
  record Real(RealSet set, String source, PackedImages images) {}

  private final FeatureExtractor extractor;
  private final @Nullable ClassReader reader;
  private final FloatCache cache;
  private final Console console;

  /**
   * Prepares to compare images.
   *
   * @param extractor stays its owner's
   * @param reader as well; null where there are no classes
   * @param cache for the features of real images
   */
  Scoring(
      FeatureExtractor extractor, @Nullable ClassReader reader, FloatCache cache, Console console) {
    this.extractor = extractor;
    this.reader = reader;
    this.cache = cache;
    this.console = console;
  }

  /**
   * Compares images with real ones.
   *
   * @param scored what the images are of
   * @param reals at least one set, all of one shape
   */
  ScoreReport of(Scored scored, JudgedImages images, List<Real> reals) {
    PackedImages first = reals.get(0).images();
    int fewest = reals.stream().mapToInt(real -> real.images().count()).min().orElseThrow();
    warnOfFew(Math.min(images.count(), fewest));
    Neighbourhoods squares = new Neighbourhoods(first.shape(), images.count());
    List<ImageFeatures> kinds = new ArrayList<>(List.of(extractor, squares));
    if (reader != null) {
      kinds.add(reader);
    }
    List<Features> features = features(scored, images, kinds);
    List<Comparison> comparisons = new ArrayList<>();
    for (Real real : reals) {
      comparisons.add(compare(features, squares, real));
    }
    return new ScoreReport(
        scored,
        images.count(),
        first.shape(),
        FeatureKind.of(extractor),
        comparisons,
        reader == null
            ? null
            : new ClassShares(
                ClassReader.accuracy(features.get(2), images::classOf),
                reader.accuracy(),
                reader.chance()));
  }

  private void warnOfFew(int count) {
    if (count < Scores.MANY_IMAGES) {
      console.warn(
          "%d images are few: the Frechet distance is too large, and differs by chance"
              .formatted(count));
    }
  }

  /** Returns the features of images, of each kind. */
  private List<Features> features(Scored scored, JudgedImages images, List<ImageFeatures> kinds) {
    String task = scored.images() == null ? "Generating" : "Looking at";
    try (ProgressLine bar = new ProgressLine(console, task, "images", images.count())) {
      return images.features(kinds, bar::stepTo);
    }
  }

  /** Compares images, of which it is given both features, with real ones. */
  private Comparison compare(List<Features> features, Neighbourhoods squares, Real real) {
    Reference reference = Reference.of(extractor, real.images(), Reference.USUAL_IMAGES, cache);
    Scores scores = Scores.of(features.get(0), reference);
    SlicedWasserstein distance =
        SlicedWasserstein.between(features.get(1), squares, ImageSet.of(real.images()));
    return new Comparison(
        real.set(),
        real.source(),
        reference.features().count(),
        scores,
        distance.mean(),
        distance.levels());
  }
}
