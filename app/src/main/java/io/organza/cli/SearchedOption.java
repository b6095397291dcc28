package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.training.Schedule;

/** An option of {@code train} whose value {@code tune} can search. */
enum SearchedOption {
  L2("/loss/l2"),
  L1("/loss/l1"),
  GAMMA("/training/gamma"),
  CLIP_AT("/loss/clipAt");

  private final String pointer;

  SearchedOption(String pointer) {
    this.pointer = pointer;
  }

  /** Returns the configuration with a value for the option of this name. */
  static ConfigLayers lay(ConfigLayers layers, String name, double value) {
    return Choices.of(SearchedOption.class, Choices::word, name).lay(layers, value);
  }

  private ConfigLayers lay(ConfigLayers layers, double value) {
    return switch (this) {
      case L2 -> layers.set(pointer, value).set("/loss/adaptiveL2/enabled", false);
      case GAMMA -> layers.set(pointer, Schedule.constant(value));
      case L1, CLIP_AT -> layers.set(pointer, value);
    };
  }
}
