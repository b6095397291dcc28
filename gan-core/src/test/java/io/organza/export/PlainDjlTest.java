package io.organza.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TorchScript file in a process that has DJL's jars and those that DJL needs, and no others. */
class PlainDjlTest {

  private static final String[] JARS = {
    "/ai/djl/",
    "/com/google/code/gson/",
    "/net/java/dev/jna/",
    "/org/apache/commons/",
    "/commons-codec/",
    "/commons-io/",
    "/org/slf4j/"
  };

  private static final NetworkOptions OPTIONS =
      Generators.options(NetworkFamily.RESIDUAL, BlockShape.BOTTLENECK, 3, 3);

  @TempDir Path folder;

  @Test
  void djlAloneMakesTheSameImages() throws Exception {
    float[] latents = new Latents(OPTIONS.latentSize(), Truncation.NONE).flat(4, 5, 6);
    float[] expected;
    try (NetworkFunction generator = Generators.drawn(OPTIONS)) {
      GeneratorExport.write(
          generator, Map.of(), new TorchScriptTarget(PixelValues.UNIT), file("generator.pt"));
      expected = generator.images(latents, new int[] {0, 1, 2});
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList inputs =
          new NDList(
              manager.create(latents, new Shape(3, OPTIONS.latentSize())),
              manager.create(new long[] {0, 1, 2}));
      Files.write(file("inputs"), inputs.encode());

      runPlainDjl();

      NDList images = NDList.decode(manager, Files.readAllBytes(file("outputs")));
      assertThat(images.singletonOrThrow().getShape()).isEqualTo(new Shape(3, 3, 16, 24));
      assertThat(images.singletonOrThrow().toFloatArray())
          .containsExactly(expected, Offset.offset(5e-6f));
    }
  }

  private void runPlainDjl() throws IOException, InterruptedException {
    try (InputStream program =
        Objects.requireNonNull(PlainDjlTest.class.getResourceAsStream("PlainDjl.java"))) {
      Files.copy(program, file("PlainDjl.java"));
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                classPath(),
                file("PlainDjl.java").toString(),
                file("generator.pt").toString(),
                file("inputs").toString(),
                file("outputs").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static String classPath() {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> Arrays.stream(JARS).anyMatch(entry.replace('\\', '/')::contains))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(classPath).contains("pytorch-engine").doesNotContain("gan-core", "onnxruntime");
    return classPath;
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
