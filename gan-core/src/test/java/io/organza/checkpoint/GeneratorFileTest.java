package io.organza.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.network.NetworkOptions;
import io.organza.record.AnyRecord;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with one tensor, which say that they are of a network. */
class GeneratorFileTest {

  private static final NetworkOptions NETWORK =
      Preset.DCGAN.config(DataOptions.of("pictures"), 8, 8, 3).network();
  private static final String JSON = RecordJson.tree(NETWORK).toString();

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Path file(String name, Map<String, String> metadata) throws IOException {
    Path file = folder.resolve(name);
    NDArray tensor = manager.create(new float[] {1, 2, 3}, new Shape(3));
    try (OutputStream out = Files.newOutputStream(file)) {
      SafetensorsFile.write(new TreeMap<>(Map.of("a", tensor)), metadata, out);
    }
    return file;
  }

  private Path file(String format, String network, String classes) throws IOException {
    return file(
        "some.safetensors", Map.of("format", format, "network", network, "classes", classes));
  }

  private static void assertRefused(Path file, String... words) {
    assertThatThrownBy(() -> GeneratorFile.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words);
  }

  @Test
  void theNetworkIsThatOfTheMetadata() throws IOException {
    GeneratorFile file = GeneratorFile.open(file("organza-generator-1", JSON, "[]"));

    assertThat(file.network()).isEqualTo(NETWORK);
    assertThat(file.classNames()).isEmpty();
  }

  @Test
  void anEarlierFileSpeaksNeitherOfNoiseNorOfSmoothingNorOfModulation() throws IOException {
    String earlier =
        JSON.replace(",\"generatorNoise\":false,\"smoothedStages\":0,\"modulated\":false", "");
    assertThat(earlier).isNotEqualTo(JSON);

    GeneratorFile file = GeneratorFile.open(file("organza-generator-1", earlier, "[]"));

    assertThat(file.network()).isEqualTo(NETWORK);
  }

  @Test
  void anEarlierFileSpeaksOfTheImageAlone() throws IOException {
    String earlier = JSON.replace("\"smoothedStages\":0", "\"smoothImage\":true");

    GeneratorFile file = GeneratorFile.open(file("organza-generator-1", earlier, "[]"));

    assertThat(file.network()).isEqualTo(AnyRecord.with(NETWORK, "smoothedStages", 1));
  }

  @Test
  void tensorsAreReadIfTheyAreThose() throws IOException {
    GeneratorFile file = GeneratorFile.open(file("organza-generator-1", JSON, "[]"));
    NDArray tensor = manager.zeros(new Shape(3));
    file.restore(Map.of("a", tensor));
    assertThat(tensor.toFloatArray()).containsExactly(1, 2, 3);

    NDArray longer = manager.zeros(new Shape(4));
    assertThatThrownBy(() -> file.restore(Map.of("a", longer)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("a: expected float32 (4), found float32 (3)");
    assertThat(longer.toFloatArray()).containsOnly(0);
    assertThatThrownBy(() -> file.restore(Map.of()))
        .hasMessageContaining("a: expected none, found float32 (3)");
  }

  @Test
  void theSumIsThatOfTheBytes() throws IOException {
    Path path = file("organza-generator-1", JSON, "[]");
    String sum = GeneratorFile.open(path).sum();
    assertThat(sum).matches("[0-9a-f]{64}");
    Files.copy(path, folder.resolve("copy.safetensors"));
    assertThat(GeneratorFile.open(folder.resolve("copy.safetensors")).sum()).isEqualTo(sum);
  }

  @Test
  void whatIsNoGeneratorIsRefused() throws IOException {
    assertRefused(file("organza-generator-2", JSON, "[]"), "organza-generator-1", "-2");
    assertRefused(file("some.safetensors", Map.of()), "organza-generator-1", "found none");
    assertRefused(file("organza-generator-1", "{}", "[]"), "network.height", "missing");
    assertRefused(file("organza-generator-1", "{", "[]"), "line 1");
    assertRefused(file("organza-generator-1", JSON, "[\"cats\"]"), "classes: expected 0 names");
    assertRefused(
        file(
            "organza-generator-1",
            JSON.replaceFirst("\"latentSize\":\\d+", "\"latentSize\":0"),
            "[]"),
        "latent-size: must be at least 1, got 0");
    assertRefused(file("some.onnx", Map.of()), "export --format safetensors");
    assertRefused(Files.writeString(folder.resolve("text.safetensors"), "text"), "bytes");
  }
}
