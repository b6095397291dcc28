package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.tuning.Halving;
import io.organza.tuning.Setting;
import io.organza.tuning.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is tried: all who work in one folder have the same.
 *
 * @param base the configuration of all trials, but for the setting and the fold
 * @param features what scores go by: {@code own-4}
 * @param contentHash of the images, those held out included
 * @param settings what is tried
 * @param folds how many parts of the images are held out in turn
 * @param halving how long each is trained
 */
record TunePlan(
    GanConfig base,
    String features,
    String contentHash,
    List<Setting> settings,
    int folds,
    Halving halving) {

  TunePlan {
    settings = List.copyOf(settings);
  }

  /** Returns what a trial is trained with. */
  GanConfig config(Trial trial) {
    ConfigLayers layers = ConfigLayers.over(base).set("/data/fold", trial.fold());
    for (Map.Entry<String, Double> value : setting(trial).values().entrySet()) {
      layers = SearchedOption.of(value.getKey()).lay(layers, value.getValue());
    }
    return layers.toConfig();
  }

  Setting setting(Trial trial) {
    return settings.get(trial.setting());
  }

  /** Returns the name of the run that a trial is a part of: {@code 02-l2-1.0E-5}. */
  String runName(Trial trial) {
    String values =
        setting(trial).values().entrySet().stream()
            .map(value -> "-" + value.getKey() + "-" + digits(value.getValue()))
            .collect(Collectors.joining());
    String fold = folds == 1 ? "" : "-fold" + trial.fold();
    return String.format(Locale.ROOT, "%02d%s%s", trial.setting(), values, fold);
  }

  /** Returns a number as names of runs have it: a search that goes on finds those of before. */
  private static String digits(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
