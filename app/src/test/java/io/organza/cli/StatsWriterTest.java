package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.tuning.Measures;
import io.organza.tuning.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                + "\"weightNorm\":null,\"gap\":null,\"discriminatorClipped\":null,"
                + "\"generatorClipped\":null},\"scoreError\":null}");
  }
}
