package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
            {"images":96000,"fre
            """);
    assertThat(ScoreHistory.read(stats, 72_000))
        .hasToString("kimg 24: 88.1, 48: 60.5 (best), 72: 61.0");
    assertThat(ScoreHistory.read(stats, 47_999).best())
        .contains(new ScoreHistory.Score(24_000, 88.12));
    assertThat(ScoreHistory.read(stats, 1_000).isEmpty()).isTrue();
    assertThat(ScoreHistory.read(folder.resolve("none"), 1_000).best()).isEmpty();
  }
}
