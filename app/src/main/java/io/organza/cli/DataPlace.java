package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.data.ImageSource;
import java.nio.file.Path;

/** The place of the images in a configuration. */
final class DataPlace {

  private DataPlace() {}

  /** Returns the configuration with a place that is the same from any folder. */
  static GanConfig absolute(GanConfig config) {
    String source = config.data().source();
    if (source.startsWith(ImageSource.BUILT_IN)) {
      return config;
    }
    String place = Path.of(source).toAbsolutePath().normalize().toString();
    return ConfigLayers.over(config).set("/data/source", place).toConfig();
  }
}
