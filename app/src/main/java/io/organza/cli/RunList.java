package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code inspect} says of all runs: a line for each. */
final class RunList {

  private RunList() {}

  /** Returns the lines, in the order of the runs; what cannot be read is told of its run alone. */
  static List<String> lines(List<RunDirectory> runs) {
    if (runs.isEmpty()) {
      return List.of("There is no run yet: organza train makes one");
    }
    int width = runs.stream().mapToInt(run -> run.name().length()).max().orElseThrow();
    List<String> lines = new ArrayList<>();
    for (RunDirectory run : runs) {
      lines.add(("%-" + width + "s  %s").formatted(run.name(), stateOrFailure(run)));
    }
    return lines;
  }

  private static String stateOrFailure(RunDirectory run) {
    try {
      return state(run);
    } catch (IOException e) {
      return Failures.describe(e);
    }
  }

  private static String state(RunDirectory run) throws IOException {
    Optional<Checkpoint> latest = run.store().latest(damaged -> {});
    if (latest.isEmpty()) {
      return "no checkpoint is intact";
    }
    Checkpoint checkpoint = latest.get();
    ScoreHistory scores = ScoreHistory.read(run.stats(), checkpoint.images());
    return "kimg %s%s, saved %s%s; %s at %s"
        .formatted(
            Format.kimg(checkpoint.images()),
            CheckpointReport.ofGoal(checkpoint, 1000),
            checkpoint.savedAt(),
            scores.best().map(best -> ", best score " + best).orElse(""),
            checkpoint.config().data().source(),
            Datasets.shape(checkpoint.config().network()));
  }
}
