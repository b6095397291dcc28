package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir Path root;

  /** Both folders may be one, whatever it is called. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not every user may make links")
  void aRunThatDidNotBeginLeavesItsName() throws IOException {
    Files.createDirectories(root.resolve("checkpoints/inner"));
    Files.createSymbolicLink(root.resolve("link"), root.resolve("checkpoints"));
    for (String samples :
        List.of("samples/run", "checkpoints/run", "checkpoints/inner/../run", "link/run")) {
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

  @Test
  void aRunOfWhichOneFolderCannotBeMadeHasNone() throws IOException {
    RunDirectory run =
        new RunDirectory("run", root.resolve("samples/run"), root.resolve("checkpoints/run"));
    Files.createDirectories(run.samples());
    assertThat(run.create()).isFalse();
    assertThat(run.checkpoints()).doesNotExist();
    assertThat(run.samples()).exists();
  }
}
