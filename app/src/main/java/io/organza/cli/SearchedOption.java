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
    for (SearchedOption option : values()) {
      if (Choices.word(option).equals(name)) {
        return layers.set(option.pointer, option == GAMMA ? Schedule.constant(value) : value);
      }
    }
    throw new IllegalArgumentException("no option to search: " + name);
  }
}
