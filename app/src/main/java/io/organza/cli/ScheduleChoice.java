package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.training.Schedule;

/**
 * What an option asks for whose value may change with progress.
 *
 * @param number a value that stays, or a factor
 * @param isFactor whether it multiplies what is there without the option
 */
record ScheduleChoice(double number, boolean isFactor) {

  /** What a factor begins with. */
  static final String TIMES = "x";

  /** Reads a number, {@code 0.5}, or a factor, {@code x0.5}. */
  static ScheduleChoice parse(String text) {
    boolean isFactor = text.startsWith(TIMES);
    return new ScheduleChoice(Converters.finite(isFactor ? text.substring(1) : text), isFactor);
  }

  /** Lays it over a configuration, at the pointer of a schedule. */
  ConfigLayers over(ConfigLayers layers, String pointer) {
    return isFactor
        ? layers.scale(pointer, number)
        : layers.set(pointer, Schedule.constant(number));
  }
}
