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
        .contains(new ScoreHistory.Score(24_000, 88.12));
    assertThat(ScoreHistory.read(stats, 1_000).isEmpty()).isTrue();
    assertThat(ScoreHistory.read(folder.resolve("none"), 1_000).best()).isEmpty();
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
