package io.organza.cli;

import java.io.IOException;

/**
 * The minutes of a run whose length is counted in time.
 *
 * @param whole for all its processes together; 0 if its length is counted in images
 * @param used by those that there were so far
 */
record RunMinutes(double whole, double used) {

  private static final double SECONDS = 60;

  /** What processes lose beside their ticks is no reason to go on. */
  private static final double LEAST_SECONDS = 3;

  /** Returns the minutes of a run with these settings, as far as its ticks tell. */
  static RunMinutes of(RunDirectory run, RunSettings settings) throws IOException {
    return new RunMinutes(settings.minutes(), RunStats.seconds(run.stats()) / SECONDS);
  }

  /**
   * Returns how long the next process goes: as the options say, or else for what is left.
   *
   * @param kimg the images to stop at where the time does not count
   */
  Goal goal(PaceGroup pace, double kimg) {
    if (pace.minutes != null) {
      return new Goal(kimg, pace.minutes);
    }
    return new Goal(kimg, whole == 0 || pace.kimg != null ? null : left());
  }

  /** Returns the minutes for all processes if the next one has a goal; 0 if that is of images. */
  double wholeWith(Goal goal) {
    return goal.minutes() == null ? 0 : rounded(used + goal.minutes());
  }

  private double left() {
    double left = whole - used;
    return used > 0 && left * SECONDS < LEAST_SECONDS ? 0 : rounded(left);
  }

  private static double rounded(double minutes) {
    return Math.round(minutes * 1000) / 1000.0;
  }
}
