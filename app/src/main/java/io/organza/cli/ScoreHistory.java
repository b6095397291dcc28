package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scores of a run so far, as {@code stats.jsonl} keeps them. */
final class ScoreHistory {

  /**
   * A score.
   *
   * @param images shown to the discriminator before
   * @param frechet the squared Frechet distance; lower is better
   */
  record Score(long images, double frechet) {}

  private final List<Score> scores = new ArrayList<>();

  /**
   * Reads the scores up to a number of images; lines that are none, or cut short, are passed over.
   */
  static ScoreHistory read(Path stats, long images) throws IOException {
    ScoreHistory history = new ScoreHistory();
    if (Files.exists(stats)) {
      for (String line : Files.readAllLines(stats)) {
        score(line).filter(score -> score.images() <= images).ifPresent(history::add);
      }
    }
    return history;
  }

  private static Optional<Score> score(String line) {
    try {
      JsonNode tree = RecordJson.parse(line);
      return tree.path("frechet").isNumber() && tree.path("images").isNumber()
          ? Optional.of(new Score(tree.path("images").asLong(), tree.path("frechet").asDouble()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void add(Score score) {
    scores.add(score);
  }

  boolean isEmpty() {
    return scores.isEmpty();
  }

  /** Returns the lowest score, the earliest of equal ones. */
  Optional<Score> best() {
    return scores.stream().min(Comparator.comparingDouble(Score::frechet));
  }

  /** Returns the curve: {@code kimg 24: 88.1, 48: 60.2 (best)}. */
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
            .collect(Collectors.joining(", "));
  }
}
