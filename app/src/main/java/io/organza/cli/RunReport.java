package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code inspect} says about a run. */
final class RunReport {

  private RunReport() {}

  /**
   * Returns its lines.
   *
   * @param next how images are made with the run
   */
  static List<String> lines(RunDirectory run, NextCommands next) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Run " + run.name());
    List<CheckpointStore.Entry> entries = run.store().entries();
    lines.add("checkpoints %d in %s".formatted(entries.size(), run.checkpoints()));
    entries.forEach(entry -> lines.add("            " + line(entry)));
    List<SampleSheetFile> sheets = SampleSheetFile.of(run);
    lines.add(
        "samples     %d sheets in %s%s"
            .formatted(
                sheets.size(),
                run.samples(),
                sheets.isEmpty()
                    ? ""
                    : ", the last is " + sheets.get(sheets.size() - 1).path().getFileName()));
    if (Files.exists(run.stats())) {
      long ticks = StatsFile.lines(run.stats()).stream().filter(StatsFile::isTick).count();
      lines.add("stats       %d ticks in %s".formatted(ticks, run.stats()));
      ScoreHistory scores = ScoreHistory.read(run.stats(), Long.MAX_VALUE);
      if (!scores.isEmpty()) {
        lines.add("scores      " + scores);
      }
    }
    Optional<Checkpoint> last =
        entries.stream()
            .flatMap(entry -> Stream.ofNullable(entry.checkpoint()))
            .max(Comparator.comparing(Checkpoint::savedAt).thenComparing(Checkpoint::images));
    if (last.isPresent()) {
      BetterCheckpoint.of(run, last.get().images())
          .ifPresent(better -> lines.add("best        " + better + ": " + next.generateBest(run)));
      lines.addAll(lines(last.get()));
    }
    return lines;
  }

  private static String line(CheckpointStore.Entry entry) {
    Checkpoint checkpoint = entry.checkpoint();
    return "%-14s %8s, %s"
        .formatted(
            entry.directory().getFileName(),
            Format.bytes(entry.bytes()),
            checkpoint != null
                ? "%d images, saved %s, intact".formatted(checkpoint.images(), checkpoint.savedAt())
                : "DAMAGED: " + describe(entry));
  }

  private static String describe(CheckpointStore.Entry entry) {
    return entry.damage() == null ? "" : String.valueOf(entry.damage().getMessage());
  }

  private static List<String> lines(Checkpoint checkpoint) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "progress    kimg %s%s"
            .formatted(
                Format.kimg(checkpoint.images()), CheckpointReport.ofGoal(checkpoint, 1000)));
    lines.addAll(CheckpointReport.summary(checkpoint.config()));
    return lines;
  }
}
