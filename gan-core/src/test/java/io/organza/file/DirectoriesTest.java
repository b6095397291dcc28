package io.organza.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

  @TempDir Path folder;

  @Test
  void allThatAreMissingAreMade() throws IOException {
    Path directory = folder.resolve("a/b/c");
    Directories.create(directory);
    Directories.create(directory);
    assertThat(directory).isEmptyDirectory();
    Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
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
