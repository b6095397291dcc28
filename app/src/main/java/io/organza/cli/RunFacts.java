package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What the files of a run tell: of sheets, ticks and scores without those that were left behind
 * when it went on from before them.
 *
 * @param run where the files are
 * @param checkpoints all that are on the disk, intact or not
 * @param sheets the sheets of samples, in the order of their images
 * @param ticks the lines of progress, by their images
 * @param scores the scores
 */
record RunFacts(
    RunDirectory run,
    List<CheckpointStore.Entry> checkpoints,
    List<SampleSheetFile> sheets,
    SortedMap<Long, JsonNode> ticks,
    ScoreHistory scores) {

  static RunFacts of(RunDirectory run) throws IOException {
    return new RunFacts(
        run,
        run.store().entries(),
        SampleSheetFile.of(run),
        StatsFile.ticks(run.stats()),
        ScoreHistory.read(run.stats(), Long.MAX_VALUE));
  }

  /** Returns the intact checkpoint that was saved last. */
  Optional<Checkpoint> last() {
    return checkpoints.stream()
        .flatMap(entry -> Stream.ofNullable(entry.checkpoint()))
        .max(Comparator.comparing(Checkpoint::savedAt).thenComparing(Checkpoint::images));
  }

  /** Returns how far the run is, and what matters most of its configuration. */
  static List<Fact> ofTraining(Checkpoint checkpoint) throws IOException {
    Fact progress =
        new Fact(
            "progress",
            "kimg %s%s"
                .formatted(
                    Format.kimg(checkpoint.images()), CheckpointReport.ofGoal(checkpoint, 1000)));
    return Stream.concat(Stream.of(progress), CheckpointReport.summary(checkpoint).stream())
        .toList();
  }
}
