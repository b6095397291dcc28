package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scores of a run so far, as {@code stats.jsonl} keeps them: which compare. */
final class ScoreHistory {

  /**
   * A score.
   *
   * @param images shown to the discriminator before
   * @param frechet the squared Frechet distance; lower is better
   * @param against the real images that it is the distance from
   * @param features by which: {@code own-4}; empty if an earlier version did not say it
   */
  record Score(long images, double frechet, RealSet against, String features) {

    /** Returns it as a part of a line: {@code 60.2 at kimg 48}. */
    @Override
    public String toString() {
      return Format.measure(frechet) + " at kimg " + Format.kimg(images);
    }
  }

  private final List<Score> scores = new ArrayList<>();

  /**
   * Reads the scores up to a number of images, without those that were left behind when the run
   * went on from before them.
   */
  static ScoreHistory read(Path stats, long images) throws IOException {
    ScoreHistory history = new ScoreHistory();
    for (JsonNode line : StatsFile.lines(stats)) {
      long reached = line.path("images").asLong(Long.MAX_VALUE);
      boolean isScore = line.path("frechet").isNumber() && line.path("images").isNumber();
      history.scores.removeIf(
          score -> score.images() > reached || (isScore && score.images() == reached));
      if (isScore && reached <= images) {
        history.add(
            new Score(
                reached,
                line.path("frechet").asDouble(),
                against(line),
                line.path("features").asText()));
      }
    }
    return history;
  }

  /** Earlier versions did not say it, and knew one only. */
  private static RealSet against(JsonNode line) {
    return line.path("against").asText().equals("holdout") ? RealSet.HOLDOUT : RealSet.TRAINING;
  }

  /** Adds a score; those against another set or by other features are forgotten. */
  void add(Score score) {
    keepOnly(score.against(), score.features());
    scores.add(score);
  }

  /** Forgets all scores but those against the given set by the given features. */
  void keepOnly(RealSet against, String features) {
    scores.removeIf(score -> score.against() != against || !score.features().equals(features));
  }

  /** Forgets the scores of more images. */
  void forgetAfter(long images) {
    scores.removeIf(score -> score.images() > images);
  }

  boolean isEmpty() {
    return scores.isEmpty();
  }

  /** Returns what the scores are against; nothing if there is none. */
  Optional<RealSet> against() {
    return scores.stream().map(Score::against).findFirst();
  }

  /** Returns all of them, in the order of their images. */
  List<Score> all() {
    return List.copyOf(scores);
  }

  /** Returns the lowest score, the earliest of equal ones. */
  Optional<Score> best() {
    return scores.stream().min(Comparator.comparingDouble(Score::frechet));
  }

  /** Returns the score of the most images. */
  Optional<Score> last() {
    return scores.stream().reduce((earlier, later) -> later);
  }

  /** Returns whether so many thousands of images brought no better score. */
  boolean isStale(double kimg) {
    long best = best().map(Score::images).orElse(0L);
    return last().stream().anyMatch(score -> score.images() - best >= kimg * 1000);
  }

  /**
   * Returns the curve: {@code kimg 24: 88.1, 48: 60.2 (best)}; and, if it is so, that it is against
   * the hold-out.
   */
  @Override
  public String toString() {
    Optional<Score> best = best();
    return "kimg "
        + scores.stream()
            .map(
                score ->
                    "%s: %s%s"
                        .formatted(
                            Format.kimg(score.images()),
                            Format.measure(score.frechet()),
                            best.filter(score::equals).isPresent() ? " (best)" : ""))
            .collect(Collectors.joining(", "))
        + (against().equals(Optional.of(RealSet.HOLDOUT)) ? ", against the hold-out" : "");
  }
}
