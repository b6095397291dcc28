package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.organza.file.AtomicFile;
import io.organza.image.AnimationFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnimationFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"PNG", "MP4"})
  void nothingIsLeftOfAFileThatCannotBeBegun(AnimationFormat format) throws IOException {
    Path target = folder.resolve("walk" + format.ending());
    AtomicFile file = AtomicFile.create(target);
    Files.delete(file.temporary());
    Files.createDirectory(file.temporary());
    AnimationFormat.Pace pace = new AnimationFormat.Pace(2, 10);
    assertThatThrownBy(() -> new AnimationFile(target, file, format, pace, true))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "MP4"})
  void aFullDiskIsToldWithTheFile(AnimationFormat format) throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no disk that is always full");
    Path target = folder.resolve("walk" + format.ending());
    AtomicFile file = AtomicFile.create(target);
    Files.delete(file.temporary());
    Files.createSymbolicLink(file.temporary(), full);
    AnimationFormat.Pace pace = new AnimationFormat.Pace(2, 10);
    assertThatThrownBy(
            () -> {
              try (AnimationFile animation = new AnimationFile(target, file, format, pace, true)) {
                for (int i = 0; i < 2; i++) {
                  animation.add(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), 1);
                }
                animation.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(target + ": ");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatAKilledProcessLeftIsDeleted() throws IOException {
    Path left = Files.writeString(folder.resolve(".walk.png.1a2b3c4d.partial"), "half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path written = Files.writeString(folder.resolve(".walk.png.2a2b3c4d.partial"), "of who writes");
    AnimationFormat.Pace pace = new AnimationFormat.Pace(2, 10);
    Path target = folder.resolve("walk.png");
    new AnimationFile(target, AnimationFormat.PNG, pace, true).close();
    assertThat(folder).isDirectoryContaining(written::equals);
    assertThat(left).doesNotExist();
  }
}
