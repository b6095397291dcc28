package io.organza.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PixelValuesTest {

  private static final NetworkOptions OPTIONS =
      Generators.options(NetworkFamily.RESIDUAL, BlockShape.BASIC, 3, 0);

  @TempDir Path folder;

  static Stream<NetworkOptions> generators() {
    return Generators.all().stream();
  }

  private Path written(NetworkFunction generator, ExportFormat format) throws IOException {
    Path file = folder.resolve("generator" + format.ending());
    GeneratorExport.write(generator, Map.of(), format.target(PixelValues.BYTES), file);
    return file;
  }

  @ParameterizedTest
  @MethodSource("generators")
  void bytesAreTheNearestToTheNetworksPixels(NetworkOptions options) throws IOException {
    try (NetworkFunction generator = Generators.drawn(options)) {
      for (ExportFormat format : List.of(ExportFormat.TORCHSCRIPT, ExportFormat.ONNX)) {
        Path file = folder.resolve("generator" + format.ending());
        double difference =
            GeneratorExport.write(generator, Map.of(), format.target(PixelValues.BYTES), file);

        // Of thousands of pixels, some lie halfway between two levels, but for float32's roundings.
        assertThat(difference).as("%s", format).isBetween(0.49 / 255, 0.5 / 255 + 5e-6);
      }
    }
  }

  @Test
  void aTorchScriptFileMakesRowsOfInterleavedBytes() throws Exception {
    float[] latents = new Latents(OPTIONS.latentSize(), Truncation.NONE).flat(3, 4);
    float[] pixels;
    Path file;
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      pixels = generator.images(latents, new int[0]);
      file = written(generator, ExportFormat.TORCHSCRIPT);
    }
    try (Model model = Model.newInstance("generator", Device.cpu(), "PyTorch");
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      model.load(file);
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        NDList z = new NDList(manager.create(latents, new Shape(2, OPTIONS.latentSize())));
        NDArray image = predictor.predict(z).singletonOrThrow();

        assertThat(image.getDataType()).isEqualTo(DataType.UINT8);
        assertThat(image.getShape()).isEqualTo(new Shape(2, 16, 24, 3));
        // The green of the second image's pixel in row 5, column 7.
        float expected = 255 * pixels[((3 + 1) * 16 + 5) * 24 + 7];
        assertThat((double) image.getUint8(1, 5, 7, 1)).isBetween(expected - 0.51, expected + 0.51);
      }
    }
  }

  @Test
  void anOnnxFileSaysThatItMakesBytes() throws Exception {
    Path file;
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      file = written(generator, ExportFormat.ONNX);
    }
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
      TensorInfo image =
          (TensorInfo) Objects.requireNonNull(session.getOutputInfo().get("image")).getInfo();

      assertThat(image.type).isEqualTo(OnnxJavaType.UINT8);
      assertThat(image.getShape()).containsExactly(-1, 16, 24, 3);
    }
  }

  @Test
  void bytesBecomePlanesFromBlackToWhite() {
    NetworkOptions grey = Generators.options(NetworkFamily.RESIDUAL, BlockShape.BASIC, 1, 0);
    byte[] levels = new byte[2 * 16 * 24];
    levels[1] = (byte) 255;
    assertThat(PixelValues.toUnit(levels, grey)).startsWith(0, 1, 0).hasSameSizeAs(levels);

    byte[] coloured = new byte[2 * 16 * 24 * 3];
    int plane = 16 * 24;
    coloured[3 * plane + 3 + 2] = 51; // blue of the second image's second pixel
    assertThat(PixelValues.toUnit(coloured, OPTIONS)[3 * plane + 2 * plane + 1]).isEqualTo(0.2f);
  }
}
