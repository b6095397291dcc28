package io.organza.cli;

import io.organza.Preset;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that a configuration starts from. */
final class StartOptions {

  @Option(
      names = "--preset",
      paramLabel = "tiny|small|base|dcgan",
      converter = Choices.ForPreset.class,
      description =
          "Where the configuration starts: tiny (default) is made for CPUs, small and base for GPUs, "
              + "dcgan is the classic baseline.")
  Preset preset = Preset.TINY;

  @Option(
      names = "--resolution",
      paramLabel = "N|WxH",
      converter = Resolution.Converter.class,
      description = "The images' size, cropped to the centre and resized; default: 32.")
  @Nullable Resolution resolution;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Laid over the preset, and under the other options; see --dry-run.")
  @Nullable Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of everything random; default: 0.")
  @Nullable Long seed;

  @Option(names = "--mirror", description = "Show each image mirrored half of the time.")
  boolean mirror;

  void lay(Map<String, @Nullable Object> values) {
    if (resolution != null) {
      values.put("/network/width", resolution.width());
      values.put("/network/height", resolution.height());
    }
    values.put("/seed", seed);
    values.put("/data/mirror", mirror ? true : null);
  }
}
