package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import io.organza.tuning.Measures;
import io.organza.tuning.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsWriterTest {

  @Test
  void aTickIsOneLineOfJsonWithoutNaN() {
    assertThat(StatsWriter.json(FormatTest.TICK))
        .startsWith("{\"images\":12032,\"seconds\":61.4,")
        .contains("\"r1\":null,\"r2\":0.1")
        .endsWith("}")
        .doesNotContain("\n");
  }

  @Test
  void theSecondsOfAllProcessesCount(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("stats.jsonl");
    // As versions before this one wrote: a process is known by its seconds being fewer.
    for (int seconds : new int[] {100, 200, 50}) {
      new StatsWriter(file, Console.unseen()).write(new OldTick(1, seconds));
    }
    assertThat(RunStats.seconds(file)).isEqualTo(250);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TrainingState state = new TrainingState(Map.of("a/b", manager.ones(new Shape(1))));
      for (int i = 0; i < 3; i++) {
        StatsWriter writer = new StatsWriter(file, Console.unseen());
        writer.ticked(state, FormatTest.TICK);
        writer.ticked(state, FormatTest.TICK);
      }
    }
    assertThat(RunStats.seconds(file)).isCloseTo(250 + 3 * 61.4, within(1e-9));
  }

  @Test
  void aTickTellsWhereItsProcessBegan(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("stats.jsonl");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    StatsWriter writer = new StatsWriter(file, Console.unseen());
    Instant after = Instant.now();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TrainingState state = new TrainingState(Map.of("a/b", manager.ones(new Shape(1))));
      state.resume(TrainingProgress.of(2, 64));
      writer.started(state);
      state.resume(TrainingProgress.of(3, 96));
      writer.ticked(state, FormatTest.TICK);
      JsonNode tick = StatsFile.lines(file).get(0);
      assertThat(tick.path("imagesBefore").asLong()).isEqualTo(64);
      assertThat(Instant.parse(tick.path("begun").asText())).isBetween(before, after);
    }
  }

  /** What matters of a tick. */
  private record OldTick(long images, double seconds) {}

  @Test
  void aLineThatAPowerCutLeftShortSpoilsNoOther(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("stats.jsonl"), "{\"images\":1}\n{\"ima");
    for (int i = 0; i < 2; i++) {
      new StatsWriter(file, Console.unseen()).write(FormatTest.TICK);
    }
    assertThat(Files.readAllLines(file)).hasSize(4).startsWith("{\"images\":1}", "{\"ima");
    assertThat(StatsFile.lines(file)).hasSize(3);
  }

  @Test
  void afterTheFolderWasRemovedAndMadeAgainTheFileIsToo(@TempDir Path folder) throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Path file = run.resolve("stats.jsonl");
    StatsWriter writer = new StatsWriter(file, Console.unseen());
    Files.delete(file);
    Files.delete(run);
    writer.write(FormatTest.TICK);
    Files.createDirectory(run);
    writer.write(FormatTest.TICK);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void aTrialThatDivergedHasNoNaNEither() {
    Setting setting = new Setting(new TreeMap<>(Map.of("l2", 1e-4)));
    assertThat(StatsWriter.json(new TuneReport.Result(setting, 12, Measures.DIVERGED, Double.NaN)))
        .isEqualTo(
            "{\"setting\":{\"values\":{\"l2\":1.0E-4}},\"kimg\":12.0,\"measures\":{\"score\":null,"
                + "\"weightNorm\":null,\"gap\":null,\"discriminatorGradient\":null,"
                + "\"generatorGradient\":null,\"discriminatorClipped\":null,"
                + "\"generatorClipped\":null},\"scoreError\":null}");
  }
}
