package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code inspect} says about a run. */
final class RunReport {

  private RunReport() {}

  /**
   * Returns its lines.
   *
   * @param next how images are made with the run
   */
  static List<String> lines(RunFacts facts, NextCommands next) throws IOException {
    RunDirectory run = facts.run();
    List<String> lines = new ArrayList<>();
    lines.add("Run " + run.name());
    lines.add("checkpoints %d in %s".formatted(facts.checkpoints().size(), run.checkpoints()));
    facts.checkpoints().forEach(entry -> lines.add("            " + line(entry)));
    List<SampleSheetFile> sheets = facts.sheets();
    lines.add(
        "samples     %d sheets in %s%s"
            .formatted(
                sheets.size(),
                run.samples(),
                sheets.isEmpty()
                    ? ""
                    : ", the last is " + sheets.get(sheets.size() - 1).path().getFileName()));
    if (Files.exists(run.stats())) {
      lines.add("stats       %d ticks in %s".formatted(facts.ticks().size(), run.stats()));
      if (!facts.scores().isEmpty()) {
        lines.add("scores      " + facts.scores());
      }
    }
    Optional<Checkpoint> last = facts.last();
    if (last.isPresent()) {
      BetterCheckpoint.of(run, last.get().images())
          .ifPresent(better -> lines.add("best        " + better + ": " + next.generateBest(run)));
      RunFacts.ofTraining(last.get()).forEach(fact -> lines.add(fact.line()));
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
}
