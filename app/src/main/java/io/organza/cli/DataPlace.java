package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The places of the images and their labels in a configuration. */
final class DataPlace {

  private DataPlace() {}

  /** Returns the configuration with places that are the same from any folder. */
  static GanConfig absolute(GanConfig config) {
    String source = config.data().source();
    String labels = config.data().labels();
    boolean labelled = labels.equals(DataOptions.NO_LABELS) || labels.equals(DataOptions.FOLDERS);
    return ConfigLayers.over(config)
        .set("/data/source", sources(source))
        .set("/data/labels", labelled ? labels : absolute(labels))
        .toConfig();
  }

  /** A comma is a part of a name if there is such a file, and otherwise between two sources. */
  private static String sources(String source) {
    return Files.exists(Path.of(source))
        ? absolute(source)
        : Stream.of(source.split(",")).map(DataPlace::absolute).collect(Collectors.joining(","));
  }

  private static String absolute(String place) {
    return place.startsWith(ImageSource.BUILT_IN)
        ? place
        : Path.of(place).toAbsolutePath().normalize().toString();
  }
}
