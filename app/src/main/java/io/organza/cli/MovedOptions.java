package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the images of a run, and their labels, are now. */
final class MovedOptions {

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Where the images are now; default: where they were.")
  @Nullable String data;

  @Option(
      names = "--labels",
      paramLabel = "FILE.csv|FILE.json",
      description = "Where the file with their labels is now; default: where it was.")
  @Nullable String labels;

  /** Returns the configuration with the places where they are now. */
  GanConfig over(GanConfig config) {
    if (data == null && labels == null) {
      return config;
    }
    ConfigLayers layers = ConfigLayers.over(config);
    layers = data == null ? layers : layers.set("/data/source", data);
    layers = labels == null ? layers : layers.set("/data/labels", labels);
    GanConfig moved = layers.toConfig();
    UsageException.check(OptionNames.named(moved.data().problems(), OptionNames.DATA));
    GanConfig placed = DataPlace.absolute(moved);
    UsageException.check(
        ConfigChange.between(config, placed).stream()
            .filter(change -> !change.isMove())
            .map(change -> change.refusal(""))
            .toList());
    return placed;
  }
}
