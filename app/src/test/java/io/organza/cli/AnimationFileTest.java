package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.file.AtomicFile;
import io.organza.image.AnimationFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnimationFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"PNG", "MP4"})
  void nothingIsLeftOfAFileThatCannotBeBegun(AnimationFormat format) throws IOException {
    AtomicFile file = AtomicFile.create(folder.resolve("walk" + format.ending()));
    Files.delete(file.temporary());
    Files.createDirectory(file.temporary());
    AnimationFormat.Pace pace = new AnimationFormat.Pace(2, 10);
    assertThatThrownBy(() -> new AnimationFile(file, format, pace, true))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
