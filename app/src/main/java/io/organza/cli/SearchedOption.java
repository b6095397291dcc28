package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.training.Schedule;
import java.util.List;

/** What {@code tune} can search: the value of an option of {@code train}. */
enum SearchedOption {
  L2("--l2"),
  L1("--l1"),
  GAMMA("--gamma"),
  /** How many times the gamma that there would be without it: one that falls, falls. */
  GAMMA_TIMES("--gamma"),
  CLIP_AT("--clip-at");

  private final String option;

  SearchedOption(String option) {
    this.option = option;
  }

  /** Returns what the setting of this name searches. */
  static SearchedOption of(String name) {
    return Choices.of(SearchedOption.class, Choices::word, name);
  }

  /** Returns what a setting calls it. */
  String settingName() {
    return Choices.word(this);
  }

  /** Returns the option's name. */
  String option() {
    return option;
  }

  /** Returns the words of a command that train with a value. */
  List<String> words(double value) {
    String number = Format.number(value);
    return List.of(option, this == GAMMA_TIMES ? ScheduleChoice.TIMES + number : number);
  }

  /** Returns the configuration with a value. */
  ConfigLayers lay(ConfigLayers layers, double value) {
    return switch (this) {
      case L2 -> layers.set("/loss/l2", value).set("/loss/adaptiveL2/enabled", false);
      case L1 -> layers.set("/loss/l1", value);
      case GAMMA -> layers.set("/training/gamma", Schedule.constant(value));
      case GAMMA_TIMES -> layers.scale("/training/gamma", value);
      case CLIP_AT -> layers.set("/loss/clipAt", value);
    };
  }
}
