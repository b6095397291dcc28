package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreHistoryTest {

  @TempDir Path folder;

  @Test
  void scoresAreReadFromAmongTicksUpToWhereTheRunIs() throws IOException {
    Path stats =
        Files.writeString(
            folder.resolve("stats.jsonl"),
            """
            {"images":1000,"seconds":3.5}
            {"images":24000,"frechet":88.12}
            {"images":48000,"frechet":60.5}
            {"images":72000,"frechet":61.0}
            {"imagas":60000,"frechet":1.0}
            {"images":96000,"fre
            """);
    assertThat(ScoreHistory.read(stats, Long.MAX_VALUE))
        .hasToString("kimg 24: 88.1, 48: 60.5 (best), 72: 61.0");
    assertThat(ScoreHistory.read(stats, 47_999).best())
        .contains(new ScoreHistory.Score(24_000, 88.12, RealSet.TRAINING, ""));
    assertThat(ScoreHistory.read(stats, 1_000).isEmpty()).isTrue();
    assertThat(ScoreHistory.read(folder.resolve("none"), 1_000).best()).isEmpty();
    assertThat(ScoreHistory.read(folder.resolve("none"), 1_000).against()).isEmpty();
  }

  @Test
  void aScoreIsReadAsItIsWritten() throws IOException {
    Path stats = folder.resolve("stats.jsonl");
    StatsWriter writer = new StatsWriter(stats, Console.unseen());
    writer.write(new ScoreHistory.Score(24_000, 88.1, RealSet.HOLDOUT, "own-4"));
    writer.write(new ScoreHistory.Score(48_000, 60.2, RealSet.HOLDOUT, "own-4"));
    assertThat(Files.readAllLines(stats))
        .contains(
            "{\"images\":24000,\"frechet\":88.1,\"against\":\"holdout\",\"features\":\"own-4\"}");
    ScoreHistory history = ScoreHistory.read(stats, 48_000);
    assertThat(history).hasToString("kimg 24: 88.1, 48: 60.2 (best), against the hold-out");
    assertThat(history.against()).contains(RealSet.HOLDOUT);
  }

  /** As where a version that knows no other set went on with the run. */
  @Test
  void scoresAgainstAnotherSetDoNotCompare() throws IOException {
    Path stats =
        Files.writeString(
            folder.resolve("stats.jsonl"),
            """
            {"images":24000,"frechet":8.0,"against":"holdout"}
            {"images":48000,"frechet":9.0}
            {"images":72000,"frechet":10.0,"against":"training"}
            """);
    ScoreHistory history = ScoreHistory.read(stats, 96_000);
    assertThat(history).hasToString("kimg 48: 9.000 (best), 72: 10.0");
    assertThat(history.against()).contains(RealSet.TRAINING);
    assertThat(history.last()).contains(new ScoreHistory.Score(72_000, 10.0, RealSet.TRAINING, ""));
  }

  /** As where a later version, which sees more, went on with the run. */
  @Test
  void scoresByOtherFeaturesDoNotCompare() throws IOException {
    Path stats =
        Files.writeString(
            folder.resolve("stats.jsonl"),
            """
            {"images":24000,"frechet":2.0,"against":"training"}
            {"images":48000,"frechet":9.0,"against":"training","features":"own-4"}
            """);
    ScoreHistory history = ScoreHistory.read(stats, 96_000);
    assertThat(history).hasToString("kimg 48: 9.000 (best)");
    history.keepOnly(RealSet.TRAINING, "own-5");
    assertThat(history.isEmpty()).isTrue();
  }

  @Test
  void scoresOfABranchThatWasLeftBehindDoNotCount() throws IOException {
    Path stats =
        Files.writeString(
            folder.resolve("stats.jsonl"),
            """
            {"images":24000,"frechet":88.0}
            {"images":24000,"seconds":60.0}
            {"images":48000,"frechet":40.0}
            {"images":72000,"frechet":50.0}
            {"images":36000,"seconds":30.0}
            {"images":48000,"frechet":70.0}
            {"images":72000,"frechet":60.0}
            {"images":72000,"frechet":65.0}
            """);
    assertThat(ScoreHistory.read(stats, 96_000))
        .hasToString("kimg 24: 88.0, 48: 70.0, 72: 65.0 (best)");
  }

  @Test
  void aFlippedBitSpoilsItsOwnLineOnly() throws IOException {
    Path stats =
        Files.write(
            folder.resolve("stats.jsonl"),
            "{\"images\":24000,\"frechet\":88}\n{\"images\":48000,\"frechet\":\u00b960}\n"
                .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ScoreHistory.read(stats, 96_000)).hasToString("kimg 24: 88.0 (best)");
    assertThat(RunStats.read(stats, 96_000).gap()).isNaN();
  }
}
