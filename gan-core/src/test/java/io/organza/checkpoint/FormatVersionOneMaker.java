package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Makes the checkpoint that {@link FormatVersionOneTest} reads, until the format is released; run
 * in the project's folder, with the old one deleted: {@code ./mvnw test -pl gan-core
 * -Dtest=FormatVersionOneMaker}. It is no part of the tests.
 */
class FormatVersionOneMaker {

  @Test
  void make() throws IOException {
    Path folder = Path.of("src/test/resources/io/organza/checkpoint/version-1");
    assertThat(folder).as("the old one must be deleted first").doesNotExist();
    DataOptions data = AnyRecord.with(DataOptions.of("builtin:flowers"), "mirror", true);
    GanConfig config = Preset.TINY.config(data, 32, 32, 3);
    try (NDManager manager = NDManager.newBaseManager()) {
      new CheckpointStore(folder, () -> Instant.parse("2026-05-01T12:00:00Z"))
          .save(
              ConfigLayers.over(config).set("/seed", 7).toConfig(),
              CheckpointFixture.state(manager, 12_345, 5),
              PROVENANCE);
    }
    Files.delete(folder.resolve("latest"));
  }
}
