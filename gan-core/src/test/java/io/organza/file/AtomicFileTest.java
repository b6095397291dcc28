package io.organza.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void aFileIsWrittenIntoFoldersThatAreMadeAndReplaced() throws IOException {
    Path made = folder.resolve("new/and/newer");
    Path file = made.resolve("text");
    AtomicFile.write(file, "one");
    assertThat(file).hasContent("one");
    AtomicFile.write(file, "two");
    assertThat(file).hasContent("two");
    AtomicFile.writeUnsynced(file, new byte[] {'3'});
    assertThat(file).hasContent("3");
    assertThat(names(made)).containsExactly("text");
  }

  @Test
  void untilItIsCommittedTheOldFileIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "old");
    try (AtomicFile whole = AtomicFile.create(file)) {
      Files.writeString(whole.temporary(), "half");
      assertThat(file).hasContent("old");
    }
    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("text");
  }

  @Test
  void whatIsUnfinishedCanBeDeletedAndNothingElse() throws IOException {
    AtomicFile.write(folder.resolve("done"), "all");
    try (AtomicFile whole = AtomicFile.create(folder.resolve("text"))) {
      Files.writeString(whole.temporary(), "half");
      AtomicFile.deleteUnfinished();
      assertThat(names(folder)).containsExactly("done");
    }
    assertThat(names(folder)).containsExactly("done");
  }

  @Test
  void whatIsNewReplacesNothing() throws IOException {
    Path file = folder.resolve("text");
    AtomicFile.writeNew(file, new byte[] {'1'});
    assertThatThrownBy(() -> AtomicFile.writeNew(file, new byte[] {'2'}))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(file.toString());
    assertThat(file).hasContent("1");
    assertThat(names(folder)).containsExactly("text");
  }

  @Test
  void ofManyThatWriteOneNewFileOneAloneDoes() throws IOException {
    for (int round = 0; round < 200; round++) {
      Path file = folder.resolve("new" + round);
      Queue<Integer> written = new ConcurrentLinkedQueue<>();
      IntStream.range(0, 8)
          .parallel()
          .forEach(
              i -> {
                try {
                  AtomicFile.writeNew(file, new byte[] {(byte) i});
                  written.add(i);
                } catch (FileAlreadyExistsException e) {
                  // Another one was first.
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(written).hasSize(1);
      assertThat(Files.readAllBytes(file)[0]).isEqualTo(written.remove().byteValue());
    }
    assertThat(names(folder)).hasSize(200);
  }

  @Test
  void aFailureNamesTheFileAndLeavesNothing() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("by a folder"));
    assertThatThrownBy(() -> AtomicFile.write(taken, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(taken + ": ");
    assertThat(names(folder)).containsExactly("taken");
    Path below = Files.writeString(folder.resolve("file"), "").resolve("below");
    assertThatThrownBy(() -> AtomicFile.write(below, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(below + ": ");
  }

  @Test
  void manyMayWriteTheSameFile() throws IOException {
    Path file = folder.resolve("many");
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> {
              byte[] bytes = new byte[10_000];
              Arrays.fill(bytes, (byte) i);
              assertThat(file)
                  .satisfies(f -> AtomicFile.writeUnsynced(f, bytes))
                  .satisfies(f -> assertThat(distinct(Files.readAllBytes(f))).isEqualTo(1));
            });
    assertThat(Files.size(file)).isEqualTo(10_000);
    assertThat(names(folder)).containsExactly("many");
  }

  @Test
  void onlyLeftoversOfWhatIsNamedAreDeleted() throws IOException {
    for (String name : List.of("a.png", ".a.png.partial", ".b.png.1f.partial", "c.partial")) {
      Files.writeString(folder.resolve(name), "");
    }
    Files.createDirectory(folder.resolve(".a.png.0.partial"));
    try (AtomicFile crashed = AtomicFile.create(folder.resolve("a.png"))) {
      assertThat(names(folder)).hasSize(6);
      AtomicFile.deleteLeftovers(folder, "a.png"::equals, Instant.EPOCH);
      assertThat(names(folder)).hasSize(6);
      AtomicFile.deleteLeftovers(folder, "a.png"::equals, Instant.MAX);
      assertThat(crashed.temporary()).doesNotExist();
    }
    assertThat(names(folder))
        .containsExactly(".a.png.0.partial", ".b.png.1f.partial", "a.png", "c.partial");
    AtomicFile.deleteLeftovers(folder.resolve("missing"), name -> true, Instant.MAX);
  }

  private static long distinct(byte[] bytes) {
    return IntStream.range(0, bytes.length).map(i -> bytes[i]).distinct().count();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
