package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import io.organza.record.RecordJson;
import io.organza.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

  @TempDir Path folder;

  @Test
  void everythingIsMeasuredAndSaid() throws IOException {
    String pictures = new Workplace(folder).images(4).toString();
    GanConfig config = Preset.TINY.config(DataOptions.of(pictures), 8, 8, 3);
    PackedImages images;
    try (ImageSource source = ImageSource.open(config.data())) {
      PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
      images = PackedImages.of(source, new ImageShape(3, 8, 8), config.data(), cache, (d, t) -> {});
    }
    List<String> said = new ArrayList<>();
    Bench bench = new Bench(Preset.TINY, config, new MachineOptions().find(), 0.2, said::add);
    BenchReport report = bench.run(images, List.of(Preset.DCGAN), List.of(1));
    assertThat(said).contains("Training with dcgan");

    // By hand: the generator makes the image of 64 channels at 4x4; the discriminator takes it in
    // and has two 3x3 convolutions of 32 channels. Penalties come at every eighth step.
    double first = 2 * 4 * 4 * 3 * 32 * 16;
    double generator = 2 * 4 * 4 * 64 * 3 * 16;
    double discriminator = first + 2 * (2 * 9 * 32 * 32 * 16);
    assertThat(report.flopsPerImage())
        .isCloseTo(3.0 * generator + 8.75 * discriminator - 2 * first, within(1.0));
    assertThat(report.convolutions())
        .hasSize(3 * 3 * Precision.values().length)
        .allSatisfy(rate -> assertThat(rate.flops()).isPositive().isFinite());
    assertThat(report.presets()).hasSize(2 * Precision.values().length);
    assertThat(report.byThreads()).extracting(BenchReport.SizedSpeed::size).containsExactly(1);
    assertThat(report.choice().threads()).isEqualTo(1);
    JsonNode json = RecordJson.parse(RecordJson.write(report));
    assertThat(json.at("/training/1/precision").asText()).isEqualTo("bf16");
    assertThat(json.at("/training/1/secondsPerStep").asDouble()).isPositive();
    assertThat(json.at("/convolutions/0/pass").asText()).isEqualTo("forward");
    assertThat(BenchText.lines(report))
        .anyMatch(line -> line.startsWith("3x3, 32 to 32, 4x4 "))
        .anyMatch(line -> line.startsWith("Training in bf16: "))
        .anyMatch(line -> line.startsWith("train dcgan "))
        .last()
        .asString()
        .matches("Choice: --preset tiny --precision (fp32|bf16) --threads 1 --batch (16|32|64)");
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    Ran ran = Ran.organza("bench", "--resolution", "30", "--seconds", "0", "--threads", "0");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err())
        .contains("--threads: must be at least 1, got 0")
        .contains("--resolution: must be multiples of 4")
        .contains("--seconds: must be above 0, got 0.0");
  }
}
