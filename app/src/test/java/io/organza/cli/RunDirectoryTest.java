package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir Path root;

  @Test
  void aRunThatDidNotBeginLeavesItsName() throws IOException {
    for (String samples : new String[] {"samples/run", "checkpoints/run"}) {
      RunDirectory run =
          new RunDirectory("run", root.resolve(samples), root.resolve("checkpoints/run"));
      assertThat(run.create()).isTrue();
      RunSettings.DEFAULT.write(run.checkpoints());
      Files.writeString(run.log(), "said");
      run.discard();
      assertThat(run.exists()).isFalse();
      assertThat(run.create()).isTrue();
      run.discard();
    }
  }

  @Test
  void aRunThatHasACheckpointStays() throws IOException {
    RunDirectory run =
        new RunDirectory("run", root.resolve("samples"), root.resolve("checkpoints"));
    assertThat(run.create()).isTrue();
    Files.createDirectory(run.checkpoints().resolve("kimg000000"));
    run.discard();
    assertThat(run.checkpoints().resolve("kimg000000")).exists();
    assertThat(run.samples()).exists();
  }
}
