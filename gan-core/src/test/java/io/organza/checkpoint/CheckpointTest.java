package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.CONFIG;
import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static io.organza.checkpoint.CheckpointFixture.forge;
import static io.organza.checkpoint.CheckpointFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.organza.sampling.SavedGenerator;
import io.organza.training.Recoveries;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  @TempDir Path folder;

  private final NDManager root = NDManager.newBaseManager();
  private TrainingState saved = CheckpointFixture.state(root, 12_345, 5);
  private Path directory = Path.of("");

  @BeforeEach
  void save() throws IOException {
    directory = new CheckpointStore(folder).save(CONFIG, saved, PROVENANCE);
  }

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @Test
  void comesBackWhole() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(directory);
    assertThat(checkpoint.directory()).isEqualTo(directory);
    assertThat(checkpoint.config()).isEqualTo(CONFIG);
    assertThat(checkpoint.provenance()).isEqualTo(PROVENANCE);
    assertThat(checkpoint.steps()).isEqualTo(1234);
    assertThat(checkpoint.images()).isEqualTo(12_345);

    TrainingState other = CheckpointFixture.state(root, 0, -100);
    other.resume(TrainingProgress.NONE);
    checkpoint.restore(other);
    assertThat(other.progress())
        .isEqualTo(
            new TrainingProgress(
                1234, 12_345, Recoveries.NONE, 0.25, -1.5, List.of(6172L, 0L, 3086L)));
    assertThat(values(other))
        .usingRecursiveComparison()
        .isEqualTo(values(CheckpointFixture.state(root, 0, 5)));
    other
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.hasGradient()).isEqualTo(name.startsWith("generator/")));
  }

  @Test
  void savingAndRestoringLeaveNothingBehind() throws IOException {
    int owned = root.getManagedArrays().size();
    root.cap();
    Path again = new CheckpointStore(folder).save(CONFIG, saved, PROVENANCE);
    Checkpoint.open(again).restore(saved);
    assertThat(root.getManagedArrays()).hasSize(owned);
  }

  @Test
  void listsTensorsWithShapesAndNorms() throws IOException {
    NDArray large = root.full(new Shape(3, 7_000), 2f);
    NDArray nothing = root.zeros(new Shape(0, 3));
    NDArray none = root.full(new Shape(1), Float.NaN);
    TrainingState state =
        new TrainingState(Map.of("b/large", large, "b/a", nothing, "a/none", none));
    Path other = new CheckpointStore(folder).save(CONFIG, state, PROVENANCE);
    assertThat(Checkpoint.open(other).tensors())
        .containsExactly(
            new SavedTensor("a", "none", new Shape(1), Double.NaN),
            new SavedTensor("b", "a", new Shape(0, 3), 0),
            // 21,000 values of 2: the square root of 84,000.
            new SavedTensor("b", "large", new Shape(3, 7_000), Math.sqrt(84_000)));
  }

  @Test
  void restoresOneGroupAlone() throws IOException {
    NDArray basis = root.zeros(new Shape(2, 1, 2, 2));
    NDArray image = root.zeros(new Shape(3, 4));
    Checkpoint.open(directory).restore("ema", Map.of("stem.basis", basis, "to.image", image));
    assertThat(basis.toFloatArray()).startsWith(5, 6, 7);
    assertThat(image.toFloatArray()).endsWith(15, 16);
  }

  @Test
  void tellsAllDifferencesAndChangesNothing() throws IOException {
    Map<String, NDArray> tensors = new TreeMap<>(saved.tensors());
    tensors.keySet().removeIf(name -> name.startsWith("discriminator-adam/"));
    tensors.remove("ema/to.image");
    tensors.put("ema/to.grey", root.ones(new Shape(2)));
    tensors.put("extra/w", root.ones(new Shape()));
    tensors.put("generator/to.image", root.ones(new Shape(4, 3)));
    tensors.put("generator-adam/stem.basis.m", root.ones(new Shape(3), DataType.FLOAT64));
    TrainingState other = new TrainingState(tensors);
    Map<String, float[]> before = values(saved);
    NDArray weight = saved.tensors().get("ema/stem.basis");
    assertThat(weight).isNotNull();

    Checkpoint checkpoint = Checkpoint.open(directory);
    assertThatThrownBy(() -> checkpoint.restore(other))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            directory
                + """
                : other tensors than expected:
                discriminator-adam/count: expected none, found float32 ()
                ema/to.grey: expected float32 (2), found none
                ema/to.image: expected none, found float32 (3, 4)
                extra/w: expected float32 (), found none
                generator/to.image: expected float32 (4, 3), found float32 (3, 4)
                generator-adam/stem.basis.m: expected float64 (3), found float32 (3)\
                """);
    assertThat(other.images()).isZero();
    assertThat(values(saved)).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void tellsThatAGroupIsMissing() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(directory);
    assertThatThrownBy(() -> checkpoint.restore("../ema", Map.of("w", root.ones(new Shape(1)))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("../ema/w: expected float32 (1), found none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "state.json", "ema.safetensors"})
  void refusesAFileWithAnotherSum(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(directory.resolve(name));
    bytes[bytes.length - 1] ^= 1;
    String expected = CheckpointFixture.sha256(directory.resolve(name));
    Files.write(directory.resolve(name), bytes);
    String found = CheckpointFixture.sha256(directory.resolve(name));
    assertRefused(name + ": expected SHA-256 " + expected + ", found " + found);
  }

  @Test
  void tellsAllDamagedFiles() throws IOException {
    try (FileChannel file =
        FileChannel.open(directory.resolve("ema.safetensors"), StandardOpenOption.WRITE)) {
      file.truncate(100);
    }
    Files.delete(directory.resolve("generator.safetensors"));
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("ema.safetensors: expected a header of at most 92 bytes, found ")
        .hasMessageContaining("generator.safetensors: expected a file, found none");
  }

  @Test
  void refusesATruncatedFileEvenIfItsSumIsRight() throws IOException {
    try (FileChannel file =
        FileChannel.open(directory.resolve("ema.safetensors"), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 4);
    }
    CheckpointFixture.sum(directory);
    assertRefused("ema.safetensors: expected 80 bytes of values, found 76");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state.json | \"augmentProbability\": 0.25 | \"augmentProbability\": 1.25 |"
            + " augmentProbability must be from 0 to 1, got 1.25",
        "state.json | [ 6172, 0, | [ 6172, -1, | classImages must be at least 0, and no more than"
            + " all 12345 images, got [6172, -1, 3086]",
        "state.json | [ 6172, 0, | [ 6172, 3088, | classImages must be at least 0, and no more than"
            + " all 12345 images, got [6172, 3088, 3086]",
        "state.json | [ 6172, 0, | [ 9223372036854775807, 9223372036854775807, | classImages must"
            + " be at least 0",
        "state.json | \"savedAt\": \"2026 | \"savedAt\": \"yesterday | savedAt must be an instant"
            + " such as 2026-05-01T12:00:00Z, got yesterday",
        "state.json | \"formatVersion\": 1 | \"formatVersion\": 2 | expected format version 1,"
            + " found 2",
        "state.json | \"formatVersion\": 1 | \"formatVersion\": \"1\" | expected format version 1,"
            + " found \"1\"",
        "state.json | formatVersion | version | expected format version 1, found",
        "state.json | \"steps\": 1234 | \"steps\": -1 | steps and images must be at least 0, got"
            + " -1",
        "state.json | \"steps\" | \"strides\" | steps: missing",
        "state.json | \"began\" | 7 | provenance.history[0]: must be a text, got 7",
        "config.json | \"batch\" | \"bacth\" | training.bacth: unknown key",
        "config.json | } | ] | line",
      })
  void refusesJsonThatIsNotAsTheFormatSays(String name, String from, String to, String problem)
      throws IOException {
    forge(directory, name, from, to);
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(directory.resolve(name) + ": ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesHugeJson() throws IOException {
    Files.write(directory.resolve("config.json"), new byte[20 << 20]);
    CheckpointFixture.sum(directory);
    assertRefused("config.json: expected at most 2097152 bytes, found 20971520");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "", "  ema.safetensors", "  ../x", "  config.json/../../x", "  /x"})
  void refusesSumsOfAnythingButFilesOfItsOwn(String end) throws IOException {
    String line = end.startsWith(" ") ? "0".repeat(64) + end : end;
    Path sums = directory.resolve("SHA256SUMS");
    Files.writeString(sums, Files.readString(sums) + line + "\n");
    assertRefused("SHA256SUMS: expected a SHA-256 and a new file name in each line");
  }

  @Test
  void refusesSumsWithoutStateAndConfig() throws IOException {
    Files.writeString(directory.resolve("SHA256SUMS"), "");
    assertRefused(
        ": config.json: expected its sum in SHA256SUMS, found none;"
            + " state.json: expected its sum in SHA256SUMS, found none");
  }

  @Test
  void refusesADirectoryThatIsNone() throws IOException {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> Checkpoint.open(absent))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(absent + ": expected a checkpoint's directory, found none");
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(folder.resolve("SHA256SUMS") + ": expected a file, found none");
  }

  @Test
  void aNetworkThatCannotBeIsNoGenerator() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(directory);
    assertThat(CONFIG.network().problems()).isNotEmpty();
    assertThatThrownBy(() -> SavedGenerator.of(checkpoint))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(directory + ": " + String.join("; ", CONFIG.network().problems()));
  }

  private void assertRefused(String problem) {
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(problem);
  }
}
