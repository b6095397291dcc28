package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The places of the images and their labels in a configuration. */
final class DataPlace {

  private DataPlace() {}

  /** Returns the configuration with places that are the same from any folder. */
  static GanConfig absolute(GanConfig config) {
    String source = config.data().source();
    String labels = config.data().labels();
    return ConfigLayers.over(config)
        .set("/data/source", sources(source))
        .set("/data/labels", isFile(labels) ? absolute(labels) : labels)
        .toConfig();
  }

  /** Returns whether labels are in a file, by what {@code --labels} says. */
  static boolean isFile(String labels) {
    return !labels.equals(DataOptions.NO_LABELS) && !labels.equals(DataOptions.FOLDERS);
  }

  private static String sources(String source) {
    return ImageSource.places(source).stream()
        .filter(place -> !place.isBlank())
        .map(DataPlace::absolute)
        .collect(Collectors.joining(","));
  }

  private static String absolute(String place) {
    return ImageSource.isNamed(place)
        ? place
        : Path.of(place).toAbsolutePath().normalize().toString();
  }
}
