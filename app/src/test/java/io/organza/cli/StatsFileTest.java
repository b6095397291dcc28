package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsFileTest {

  @TempDir Path folder;

  /** From 4,000 images the run went back to 2,000, and again from 3,500 to 3,000. */
  @Test
  void ticksThatWereLeftBehindDoNotCount() throws IOException {
    Path stats =
        Files.writeString(
            folder.resolve("stats.jsonl"),
            """
            {"images":2000,"seconds":1,"discriminatorClipped":0.5,"generatorClipped":0.1,"generatorGradientNorm":3}
            {"images":3000,"seconds":2,"discriminatorClipped":0.9,"generatorClipped":0.9}
            {"images":4000,"seconds":3,"discriminatorClipped":0.9,"generatorClipped":0.9}
            {"images":4000,"frechet":8.5}
            {"images":2500,"seconds":1,"discriminatorClipped":0.1,"generatorClipped":0.2,"generatorGradientNorm":6}
            {"images":3500,"seconds":2,"discriminatorClipped":0.9,"generatorClipped":0.9}
            {"images":3000,"seconds":2,"discriminatorClipped":0.1,"generatorClipped":0.4,"generatorGradientNorm":9}
            {"images":3300,"sec
            """);
    assertThat(StatsFile.ticks(stats)).containsOnlyKeys(2000L, 2500L, 3000L);
    // By images: (2000 * 0.5 + 500 * 0.1 + 500 * 0.1) / 3000, and so for the generator.
    RunStats all = RunStats.read(stats, Long.MAX_VALUE);
    assertThat(all.discriminatorClipped()).isCloseTo(1100 / 3000.0, within(1e-12));
    assertThat(all.generatorClipped()).isCloseTo(500 / 3000.0, within(1e-12));
    assertThat(all.generatorGradient()).isCloseTo(13500 / 3000.0, within(1e-12));
    assertThat(all.discriminatorGradient()).isNaN();
    assertThat(RunStats.read(stats, 2000).discriminatorClipped()).isEqualTo(0.5);
    assertThat(StatsFile.ticks(folder.resolve("none"))).isEmpty();
  }
}
