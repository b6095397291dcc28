package io.organza.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.record.RecordJson;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.SavedGenerator;
import io.organza.sampling.Truncation;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorExportTest {

  private static final NetworkOptions OPTIONS =
      Generators.options(NetworkFamily.RESIDUAL, BlockShape.BASIC, 3, 2);

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  /** Saves a generator's tensors as those of the moving average. */
  private Checkpoint saved(NetworkFunction generator, NetworkOptions options) throws IOException {
    ObjectNode data = (ObjectNode) RecordJson.tree(DataOptions.of("pictures"));
    data.set("classNames", RecordJson.tree(List.of("cat \"tom\"", "dög")));
    GanConfig base = Preset.TINY.config(RecordJson.read(data, DataOptions.class), 16, 16, 3);
    GanConfig config = new GanConfig(0, base.data(), options, base.loss(), base.training());
    Map<String, NDArray> tensors = new TreeMap<>();
    generator.tensors().forEach((name, tensor) -> tensors.put("ema/" + name, tensor));
    TrainingState state = new TrainingState(tensors);
    state.resume(TrainingProgress.of(12, 345));
    Provenance provenance = new Provenance("", Map.of(), Map.of(), List.of());
    return Checkpoint.open(
        new CheckpointStore(folder.resolve("checkpoints")).save(config, state, provenance));
  }

  private static double write(Checkpoint checkpoint, ExportFormat format, Path file)
      throws IOException {
    return GeneratorExport.write(checkpoint, format, PixelValues.UNIT, file);
  }

  private Map<String, String> expectedMetadata() {
    Map<String, String> expected = new TreeMap<>();
    expected.put("format", "organza-generator-1");
    expected.put("imagesSeen", "345");
    expected.put("input.z", "float32 (N, 5), standard normal");
    expected.put("input.label", "int64 (N), the class, from 0 to 1");
    expected.put("output.image", "float32 (N, 3, 16, 24), from 0 to 1; channels: red, green, blue");
    expected.put(
        "seedToLatent", "SplitMix64 and Box-Muller, as in Organza's docs/export.md; any will do");
    expected.put("classes", "[\"cat \\\"tom\\\"\",\"dög\"]");
    expected.put("network", RecordJson.tree(OPTIONS).toString());
    return expected;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  /** Writes to a disk that is always full. */
  private record Full(Target target) implements Target {

    static final Path DISK = Path.of("/dev/full");

    @Override
    public void write(NetworkFunction generator, Map<String, String> metadata, FileChannel out)
        throws IOException {
      try (FileChannel full = FileChannel.open(DISK, StandardOpenOption.WRITE)) {
        target.write(generator, metadata, full);
      }
    }

    @Override
    public PixelValues values() {
      return target.values();
    }

    @Override
    public ImageFunction load(Path file, NetworkFunction generator) throws IOException {
      return target.load(file, generator);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SAFETENSORS", "TORCHSCRIPT", "ONNX"})
  void aFullDiskIsToldWithTheFile(ExportFormat format) throws IOException {
    assumeTrue(Files.isWritable(Full.DISK), "this system has no disk that is always full");
    Path file = folder.resolve("generator" + format.ending());
    Target target = new Full(format.target(PixelValues.UNIT));
    try (NetworkFunction generator = new NetworkFunction(OPTIONS)) {
      assertThatThrownBy(() -> GeneratorExport.write(generator, Map.of(), target, file))
          .isInstanceOf(IOException.class)
          .hasMessage(file + ": No space left on device");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void whatAKilledProcessLeftIsDeleted(ExportFormat format) throws IOException {
    Path file = folder.resolve("generator" + format.ending());
    Path whole = format == ExportFormat.DJL ? file.resolve("model.pt") : file;
    Files.createDirectories(Objects.requireNonNull(whole.getParent()));
    Path left = whole.resolveSibling("." + whole.getFileName() + ".1a2b3c4d.partial");
    Files.writeString(left, "half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path written = whole.resolveSibling("." + whole.getFileName() + ".2a2b3c4d.partial");
    Files.writeString(written, "of who writes now");
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      write(saved(generator, OPTIONS), format, file);
    }
    assertThat(left).doesNotExist();
    assertThat(written).exists();
  }

  @Test
  void everyFileSaysWhatItIs() throws IOException {
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      Checkpoint checkpoint = saved(generator, OPTIONS);
      for (ExportFormat format : ExportFormat.values()) {
        Path file = folder.resolve("generator" + format.ending());

        assertThat(write(checkpoint, format, file)).isLessThan(5e-6);
        Path model = format == ExportFormat.DJL ? file.resolve("model.pt") : file;
        assertThat(metadata(format, model)).isEqualTo(expectedMetadata());
      }
    }
  }

  @Test
  void aFileOfBytesSaysSo() throws IOException {
    Path file = folder.resolve("generator.onnx");
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      GeneratorExport.write(saved(generator, OPTIONS), ExportFormat.ONNX, PixelValues.BYTES, file);
    }

    assertThat(metadata(ExportFormat.ONNX, file))
        .containsEntry(
            "output.image", "uint8 (N, 16, 24, 3), from 0 to 255; channels: red, green, blue");
  }

  @Test
  void whatIsNotGivenOutCannotBeBytes() throws IOException {
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      Checkpoint checkpoint = saved(generator, OPTIONS);
      for (ExportFormat format : List.of(ExportFormat.SAFETENSORS, ExportFormat.DJL)) {
        Path file = folder.resolve("none");

        assertThatThrownBy(() -> GeneratorExport.write(checkpoint, format, PixelValues.BYTES, file))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll(format.name(), "BYTES");
        assertThat(file).doesNotExist();
      }
    }
  }

  private static Map<String, String> metadata(ExportFormat format, Path file) throws IOException {
    return switch (format) {
      case SAFETENSORS -> {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] header = new byte[(int) bytes.order(ByteOrder.LITTLE_ENDIAN).getLong()];
        bytes.get(header);
        String json = new String(header, StandardCharsets.UTF_8);
        yield texts(RecordJson.parse(json).get("__metadata__"));
      }
      case TORCHSCRIPT, DJL -> {
        try (ZipFile zip = new ZipFile(file.toFile())) {
          byte[] json =
              zip.getInputStream(zip.getEntry("Generator/extra/metadata.json")).readAllBytes();
          yield texts(RecordJson.parse(new String(json, StandardCharsets.UTF_8)));
        }
      }
      case ONNX -> {
        Map<String, String> texts = new TreeMap<>();
        model(file)
            .getMetadataPropsList()
            .forEach(entry -> texts.put(entry.getKey(), entry.getValue()));
        yield texts;
      }
    };
  }

  private static NDArray tensor(NetworkFunction generator, String name) {
    return Objects.requireNonNull(generator.tensors().get(name));
  }

  private static ModelProto model(Path file) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  @Test
  void aSafetensorsFileMakesTheCheckpointsImages() throws IOException {
    Path file = folder.resolve("generator.safetensors");
    try (NetworkFunction network = Generators.drawn(OPTIONS)) {
      Checkpoint checkpoint = saved(network, OPTIONS);
      write(checkpoint, ExportFormat.SAFETENSORS, file);

      float[][] latents = new Latents(OPTIONS.latentSize(), Truncation.NONE).of(1, 2, 3);
      int[] classes = {0, 1, 1};
      try (ImageGenerator exported = ImageGenerator.open(file);
          ImageGenerator expected = ImageGenerator.of(checkpoint, Precision.FP32, Device.cpu())) {
        assertThat(exported.levels(latents, classes)).isEqualTo(expected.levels(latents, classes));
        assertThat(SavedGenerator.open(file).classNames()).containsExactly("cat \"tom\"", "dög");
      }
    }
  }

  @Test
  void anOnnxModelTakesAnyNumberOfImages() throws IOException {
    Path file = folder.resolve("generator.onnx");
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      GeneratorExport.write(generator, Map.of(), new OnnxTarget(PixelValues.UNIT), file);
    }

    ModelProto model = model(file);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(model.getGraph().getInputList())
        .extracting(input -> input.getName())
        .containsExactly("z", "label");
    assertThat(model.getGraph().getOutput(0).getName()).isEqualTo("image");
    List<Dimension> sides =
        model.getGraph().getOutput(0).getType().getTensorType().getShape().getDimList();
    assertThat(sides).extracting(Dimension::getDimParam).containsExactly("N", "", "", "");
    assertThat(sides).extracting(Dimension::getDimValue).containsExactly(0L, 3L, 16L, 24L);
  }

  /**
   * Characters beyond 16 bits are two of Java's; a library may take their halves for characters.
   */
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void anyPathWillDo(ExportFormat format) throws IOException {
    String name = "\uD83C\uDF38 100%" + format.ending();
    Charset paths = Charset.forName(System.getProperty("sun.jnu.encoding"));
    assumeTrue(paths.newEncoder().canEncode(name), "the locale has no such name");
    Path file = folder.resolve(name);
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      write(saved(generator, OPTIONS), format, file);
    }
    assertThat(file).exists();
  }

  @Test
  void theSameGeneratorIsTheSameFile() throws IOException {
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      for (ExportFormat format : ExportFormat.values()) {
        Path one = folder.resolve("one" + format.ending());
        Path other = folder.resolve("other" + format.ending());
        GeneratorExport.write(generator, Map.of("a", "b"), format.target(PixelValues.UNIT), one);
        GeneratorExport.write(generator, Map.of("a", "b"), format.target(PixelValues.UNIT), other);

        assertThat(other).hasSameBinaryContentAs(one);
      }
    }
  }

  /** In Persian, {@code "%d".formatted(12)} is in other digits than 12. */
  @Test
  void theLanguageOfTheMachineChangesNothing() throws IOException {
    Locale usual = Locale.getDefault(Locale.Category.FORMAT);
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      Checkpoint checkpoint = saved(generator, OPTIONS);
      for (ExportFormat format : ExportFormat.values()) {
        Path one = folder.resolve("one" + format.ending());
        Path other = folder.resolve("other" + format.ending());
        write(checkpoint, format, one);
        try {
          Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("fa"));
          assertThat("%d".formatted(12)).isNotEqualTo("12");
          write(checkpoint, format, other);
        } finally {
          Locale.setDefault(Locale.Category.FORMAT, usual);
        }

        if (format == ExportFormat.DJL) {
          for (String name : List.of("model.pt", "serving.properties")) {
            assertThat(other.resolve(name)).hasSameBinaryContentAs(one.resolve(name));
          }
        } else {
          assertThat(other).hasSameBinaryContentAs(one);
        }
      }
    }
  }

  @Test
  void whatMakesOtherImagesIsNotWrittenAndReplacesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.onnx"), "precious");
    Target blurred =
        new Target() {
          @Override
          public void write(
              NetworkFunction generator, Map<String, String> metadata, FileChannel out)
              throws IOException {
            new OnnxTarget(PixelValues.UNIT).write(generator, metadata, out);
          }

          @Override
          public PixelValues values() {
            return PixelValues.UNIT;
          }

          @Override
          public ImageFunction load(Path written, NetworkFunction generator) {
            NetworkFunction other = Generators.drawn(OPTIONS);
            tensor(other, "image.projection.bias").addi(manager.create(0.01f));
            return other;
          }
        };
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      assertThatThrownBy(() -> GeneratorExport.write(generator, Map.of(), blurred, file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nothing is exported: images differ");
    }

    assertThat(file).hasContent("precious");
    assertThat(folder.toFile().list()).containsExactly("mine.onnx");
  }

  @Test
  void numbersThatAreNoneAreRefused() throws IOException {
    Path file = folder.resolve("nan.pt");
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      NDArray weight = tensor(generator, "stem.linear");
      Torch.copyAll(new NDList(weight), new NDList(manager.full(weight.getShape(), Float.NaN)));
      assertThatThrownBy(
              () ->
                  GeneratorExport.write(
                      generator, Map.of(), new TorchScriptTarget(PixelValues.UNIT), file))
          .hasMessageContaining("NaN");
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefused() throws IOException {
    NetworkOptions other = Generators.options(NetworkFamily.DCGAN, BlockShape.BASIC, 3, 2);
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      Checkpoint checkpoint = saved(generator, other);
      Path file = folder.resolve("generator.onnx");

      assertThatThrownBy(() -> write(checkpoint, ExportFormat.ONNX, file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other tensors than expected");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aCheckpointWhoseConfigurationMakesNoSenseIsRefused() throws IOException {
    NetworkOptions broken =
        new NetworkOptions(
            OPTIONS.family(),
            -1,
            24,
            3,
            5,
            OPTIONS.generatorWidths(),
            OPTIONS.discriminatorWidths(),
            2,
            OPTIONS.blockShape(),
            4,
            2,
            false,
            0,
            false);
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      Checkpoint checkpoint = saved(generator, broken);

      assertThatThrownBy(() -> write(checkpoint, ExportFormat.ONNX, folder.resolve("x")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("resolution");
    }
  }
}
