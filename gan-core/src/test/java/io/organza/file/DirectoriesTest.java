package io.organza.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

  @TempDir Path folder;

  /** As shared folders of virtual machines do, Linux's folder of processes refuses. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc is Linux's")
  void aDirectoryThatCannotBeSyncedIsLeftAsItIs() throws IOException {
    Path refuses = Path.of("/proc");
    try (FileChannel channel = FileChannel.open(refuses, StandardOpenOption.READ)) {
      assertThatThrownBy(() -> channel.force(true)).isInstanceOf(IOException.class);
    }
    assertThatCode(() -> Directories.sync(refuses)).doesNotThrowAnyException();
  }

  @Test
  void allThatAreMissingAreMade() throws IOException {
    Path directory = folder.resolve("a/b/c");
    Directories.create(directory);
    Directories.create(directory);
    assertThat(directory).isEmptyDirectory();
    Path link = Links.make(folder.resolve("link"), directory);
    Directories.create(link.resolve("d"));
    assertThat(directory.resolve("d")).isEmptyDirectory();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Directories.create(file.resolve("below")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
