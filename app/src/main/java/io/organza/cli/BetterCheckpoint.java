package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The best scored checkpoint of a run, where its score is clearly better than the last one.
 *
 * @param path the file that names it
 * @param best its score
 * @param last the last score
 */
record BetterCheckpoint(Path path, ScoreHistory.Score best, ScoreHistory.Score last) {

  /** By so much scores may differ by chance. */
  private static final double CHANCE = 0.1;

  /**
   * Returns that of a run; nothing if there is none, or if it cannot be read.
   *
   * @param images how many the newest checkpoint has learned from: later scores do not count
   */
  static Optional<BetterCheckpoint> of(RunDirectory run, long images) {
    Path path = run.best();
    try {
      ScoreHistory scores = ScoreHistory.read(run.stats(), images);
      Optional<Path> named = CheckpointPaths.directory(path);
      if (scores.isEmpty() || named.isEmpty()) {
        return Optional.empty();
      }
      BetterCheckpoint better =
          new BetterCheckpoint(path, scores.best().orElseThrow(), scores.last().orElseThrow());
      return better.isClear() && Checkpoint.open(named.get()).images() == better.best().images()
          ? Optional.of(better)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isClear() {
    return best.frechet() < (1 - CHANCE) * last.frechet();
  }

  /** Returns both scores: {@code kimg 96 scored 2.400, the last (kimg 144) 3.264}. */
  @Override
  public String toString() {
    return "kimg %s scored %s, the last (kimg %s) %s"
        .formatted(
            Format.kimg(best.images()),
            Format.measure(best.frechet()),
            Format.kimg(last.images()),
            Format.measure(last.frechet()));
  }
}
