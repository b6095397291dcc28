package io.organza.cli;

import io.organza.training.TickReport;
import org.jspecify.annotations.Nullable;

/**
 * How long a training goes.
 *
 * @param kimg the number of images to stop at, in thousands; not used with {@code minutes}
 * @param minutes the time after which to stop
 */
record Goal(double kimg, @Nullable Double minutes) {

  private static final double ENDLESS = 1e12;
  private static final double SECONDS = 60;

  /** Returns the number of images at which the loop must end, in thousands. */
  double loopKimg() {
    return minutes == null ? kimg : ENDLESS;
  }

  /** Returns whether there is nothing to do from so many images on. */
  boolean isReached(long images) {
    return minutes == null ? images >= kimg * 1000 : minutes == 0;
  }

  /** Returns whether the time is up. */
  boolean isTimeUp(double seconds) {
    return minutes != null && seconds >= minutes * SECONDS;
  }

  /**
   * Returns how many seconds are left.
   *
   * @param imagesBefore the images at which this process began
   */
  double secondsLeft(TickReport report, long imagesBefore) {
    if (minutes != null) {
      return Math.max(0, minutes * SECONDS - report.seconds());
    }
    double speed = (report.images() - imagesBefore) / report.seconds();
    return Math.max(0, (kimg * 1000 - report.images()) / speed);
  }

  @Override
  public String toString() {
    return minutes == null ? Format.number(kimg) + " kimg" : Format.number(minutes) + " minutes";
  }
}
