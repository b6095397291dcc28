package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.CONFIG;
import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import io.organza.file.Links;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody could do to a checkpoint so that reading it never ends, or ends the process. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCheckpointTest {

  private static final long TERABYTE = 1L << 40;

  @TempDir Path folder;

  private final NDManager root = NDManager.newBaseManager();
  private final TrainingState state = CheckpointFixture.state(root, 12_345, 5);
  private Path directory = Path.of("");

  @BeforeEach
  void save() throws IOException {
    directory = new CheckpointStore(folder).save(CONFIG, state, PROVENANCE);
  }

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256SUMS", "config.json", "state.json", "ema.safetensors"})
  void aLinkIsNotFollowed(String name) throws IOException {
    Path real = Files.move(directory.resolve(name), folder.resolve(name));
    Links.make(directory.resolve(name), real);
    assertRefused(name + ": expected a file, found a link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256SUMS", "config.json", "ema.safetensors"})
  void aLinkToAnEndlessFileIsNotRead(String name) throws IOException {
    Path endless = Path.of("/dev/zero");
    assumeTrue(Files.exists(endless), "this system has no /dev/zero");
    Files.delete(directory.resolve(name));
    Path link = Links.make(directory.resolve(name), endless);
    assertRefused(name + ": expected a file, found a link");
    Files.delete(link); // Else the end of the test warns that it leads out of the folder.
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256SUMS", "state.json", "ema.safetensors"})
  void aPipeIsNotWaitedFor(String name) throws IOException {
    Files.delete(directory.resolve(name));
    assumeTrue(Programs.run("mkfifo", directory.resolve(name).toString()), "mkfifo does not run");
    assertRefused(name + ": expected a file, found something else");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256SUMS", "state.json", "ema.safetensors"})
  void aDirectoryIsNotAFile(String name) throws IOException {
    Files.delete(directory.resolve(name));
    Files.createDirectory(directory.resolve(name));
    assertRefused(name + ": expected a file, found a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256SUMS", "state.json", "ema.safetensors"})
  void aTerabyteOfHoleIsNotSummed(String name) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
      file.setLength(TERABYTE);
    }
    assertRefused(name + ": expected ");
  }

  @Test
  void aFileOfAnotherKindIsNotSummedIfItIsHuge() throws IOException {
    Path more = directory.resolve("more.bin");
    try (RandomAccessFile file = new RandomAccessFile(more.toFile(), "rw")) {
      file.setLength(TERABYTE);
    }
    Path sums = directory.resolve("SHA256SUMS");
    Files.writeString(sums, Files.readString(sums) + "0".repeat(64) + "  more.bin\n");
    assertRefused("more.bin: expected ");
  }

  @Test
  void aHugeListOfFilesIsNotGoneThrough() throws IOException {
    StringBuilder sums = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      sums.append("0".repeat(64)).append("  f").append(i).append('\n');
    }
    Files.write(directory.resolve("SHA256SUMS"), sums.toString().getBytes(UTF_8));
    assertRefused("SHA256SUMS: expected at most 65536 bytes, found ");
  }

  @Test
  void aHugeProblemIsToldInShort() throws IOException {
    Files.writeString(directory.resolve("state.json"), "{" + plainKeys() + "\"formatVersion\": 1}");
    CheckpointFixture.sum(directory);
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("k0: unknown key")
        .satisfies(e -> assertThatMessageIsShort(e));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "state.json"})
  void keysThatAllHashAlikeDoNotHarmTheNextCheckpoint(String name) throws IOException {
    Path intact = new CheckpointStore(folder.resolve("other")).save(CONFIG, state, PROVENANCE);
    Files.writeString(directory.resolve(name), "{" + collidingKeys() + "\"formatVersion\": 1}");
    CheckpointFixture.sum(directory);
    assertRefused(name + ": ");
    Files.writeString(intact.resolve(name), "{" + plainKeys() + "\"formatVersion\": 1}");
    CheckpointFixture.sum(intact);
    directory = intact;
    assertRefused(name + ": k0: unknown key");
  }

  @Test
  void aNameThatWouldSteerATerminalIsRefused() throws IOException {
    // As long as stem.basis, so that the header stays as long as it was.
    forgeBytes("ema.safetensors", "stem.basis", "\\u001b[31m");
    CheckpointFixture.sum(directory);
    assertRefused(": expected names of printable characters");
  }

  private void forgeBytes(String name, String from, String to) throws IOException {
    Path file = directory.resolve(name);
    String text = new String(Files.readAllBytes(file), ISO_8859_1);
    Files.write(file, text.replace(from, to).getBytes(ISO_8859_1));
  }

  private static void assertThatMessageIsShort(Throwable e) {
    assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(20_000);
  }

  /**
   * Keys of twenty letters, among which a polynomial hash with the factor 33 sees no difference.
   */
  private static String collidingKeys() {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 2048; i++) {
      keys.append('"');
      for (int bit = 0; bit < 11; bit++) {
        keys.append((i >> bit & 1) == 0 ? "Ab" : "BA");
      }
      keys.append("\": 0,");
    }
    return keys.toString();
  }

  private static String plainKeys() {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      keys.append("\"k").append(i).append("\":0,");
    }
    return keys.toString();
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(
            () -> {
              Checkpoint checkpoint = Checkpoint.open(directory);
              checkpoint.shapes();
              checkpoint.restore(state);
            })
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(problem);
  }
}
