package io.organza.cli;

import io.organza.record.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a run writes, and how often. */
final class RunOptions {

  @Option(
      names = "--sample-every",
      paramLabel = "KIMG",
      description = "Thousands of images between two sheets of samples; default: 12.")
  @Nullable Double sampleEvery;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "KIMG",
      description = "Thousands of images between two checkpoints; default: 12.")
  @Nullable Double checkpointEvery;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Newest checkpoints to keep, besides the first of each hour; default: 5.")
  @Nullable Integer keep;

  @Option(
      names = "--score-every",
      paramLabel = "KIMG",
      description =
          "Thousands of images between two scores, by which RUN/best is kept: distances from the"
              + " hold-out if it has 500 images, else from those trained on; 0: none; default: 24.")
  @Nullable Double scoreEvery;

  @Option(
      names = "--stop-after",
      paramLabel = "KIMG",
      description =
          "Stop when so many thousands of images brought no better score; 0: never (default).")
  @Nullable Double stopAfter;

  List<String> problems() {
    return new Problems()
        .require("--sample-every", sampleEvery == null || sampleEvery > 0, "above 0", sampleEvery)
        .require(
            "--checkpoint-every",
            checkpointEvery == null || checkpointEvery > 0,
            "above 0",
            checkpointEvery)
        .require("--keep", keep == null || keep >= 1, "at least 1", keep)
        .require("--score-every", scoreEvery == null || scoreEvery >= 0, "at least 0", scoreEvery)
        .require("--stop-after", stopAfter == null || stopAfter >= 0, "at least 0", stopAfter)
        .toList();
  }

  /** Returns in what the options contradict each other or the settings that they go over. */
  List<String> contradictions(RunSettings settings) {
    double every = scoreEvery == null ? settings.scoreEvery() : scoreEvery;
    double stop = stopAfter == null ? settings.stopAfter() : stopAfter;
    boolean given = scoreEvery != null || stopAfter != null;
    return given && every == 0 && stop > 0
        ? List.of(
            "--stop-after: needs scores, got --score-every 0 and --stop-after %s (0 is never)"
                .formatted(Format.number(stop)))
        : List.of();
  }

  /** Returns the settings, of which each option replaces one. */
  RunSettings over(RunSettings settings) {
    return new RunSettings(
        sampleEvery == null ? settings.sampleEvery() : sampleEvery,
        checkpointEvery == null ? settings.checkpointEvery() : checkpointEvery,
        keep == null ? settings.keep() : keep,
        scoreEvery == null ? settings.scoreEvery() : scoreEvery,
        stopAfter == null ? settings.stopAfter() : stopAfter,
        settings.minutes());
  }
}
