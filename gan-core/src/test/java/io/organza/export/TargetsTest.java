package io.organza.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.network.NetworkOptions;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetsTest {

  /** The sum of a few float32 roundings of values around 1. */
  private static final double ROUNDING = 5e-6;

  @TempDir Path folder;

  static Stream<NetworkOptions> generators() {
    return Generators.all().stream();
  }

  @ParameterizedTest
  @MethodSource("generators")
  void everyFormatMakesTheImagesOfTheNetwork(NetworkOptions options) throws IOException {
    try (NetworkFunction generator = Generators.drawn(options)) {
      for (ExportFormat format : ExportFormat.values()) {
        Path file = folder.resolve("generator" + format.ending());
        double difference =
            GeneratorExport.write(
                generator, Map.of("a", "b"), format.target(PixelValues.UNIT), file);

        assertThat(difference).as("%s", format).isLessThan(ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("generators")
  void theImagesOfTheTestAreNeitherAlikeNorFlat(NetworkOptions options) {
    int[] labels = options.conditional() ? new int[] {0, 1} : new int[0];
    try (NetworkFunction generator = Generators.drawn(options)) {
      float[] latents = new Latents(options.latentSize(), Truncation.NONE).flat(1, 2);
      float[] pixels = generator.images(latents, labels);
      int size = pixels.length / 2;
      int grey = 0;
      double differences = 0;
      for (int i = 0; i < pixels.length; i++) {
        grey += pixels[i] > 0 && pixels[i] < 1 ? 1 : 0;
        differences += Math.abs(pixels[i] - pixels[i % size]);
      }

      assertThat(grey).isGreaterThan(pixels.length / 4);
      assertThat(differences / size).isGreaterThan(0.01);
    }
  }
}
