package io.organza.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is learned, for any preset. */
final class BaseOptions {

  @Option(
      names = "--resolution",
      paramLabel = "N|WxH",
      converter = Resolution.Converter.class,
      description = "The images' size, cropped to the centre and resized; default: 32.")
  @Nullable Resolution resolution;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Laid over the configuration, and under the other options.")
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
