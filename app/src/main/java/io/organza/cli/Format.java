package io.organza.cli;

import io.organza.training.TickReport;
import java.util.Locale;

/** How numbers are shown to a person. */
final class Format {

  private static final int HOUR = 3600;
  private static final int MINUTE = 60;

  private Format() {}

  /** Returns a number without needless digits. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value).replace(".0E", "e").replace('E', 'e');
  }

  /** Returns a number of images in thousands: {@code 12.416}. */
  static String kimg(long images) {
    return number(images / 1000.0);
  }

  /** Returns the goal as a part of a line, {@code " of 48"}; nothing if it was passed. */
  static String ofGoal(double reached, double goal) {
    return reached > goal ? "" : " of " + number(goal);
  }

  /** Returns a number of things: {@code 1 file}, {@code 2 files}. */
  static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /** Returns a time such as {@code 4:05} or {@code 1:04:05}. */
  static String time(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "?";
    }
    long whole = Math.round(seconds);
    long minutes = whole % HOUR / MINUTE;
    return whole < HOUR
        ? String.format(Locale.ROOT, "%d:%02d", minutes, whole % MINUTE)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / HOUR, minutes, whole % MINUTE);
  }

  /** Returns a tick as a line; the time left is in seconds. */
  static String tick(TickReport report, double left) {
    String line =
        String.format(
            Locale.ROOT,
            "%s, %s left | kimg %.1f, %.0f img/s | loss D %s G %s | R1 %s R2 %s"
                + " | grad D %s (%s clipped) G %s (%s clipped) | weights %s (%s of grad)",
            time(report.seconds()),
            time(left),
            report.images() / 1000.0,
            report.imagesPerSecond(),
            measure(report.discriminatorLoss()),
            measure(report.generatorLoss()),
            measure(report.r1()),
            measure(report.r2()),
            measure(report.discriminatorGradientNorm()),
            percent(report.discriminatorClipped()),
            measure(report.generatorGradientNorm()),
            percent(report.generatorClipped()),
            measure(report.weightPenalty()),
            percent(report.weightPenaltyShare()));
    double p = report.augmentProbability();
    String augment = p > 0 && p < 1 ? String.format(Locale.ROOT, " | augment %.2f", p) : "";
    double gap = report.gap();
    double lambda = report.lambda();
    return line
        + augment
        + (Double.isNaN(lambda) ? "" : String.format(Locale.ROOT, " | lambda %.1e", lambda))
        + (Double.isNaN(gap) ? "" : String.format(Locale.ROOT, " | gap %.2f", gap));
  }

  /** Returns the share as a whole percentage, or a tenth where that would be none. */
  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.05) {
      return "<0.1%";
    }
    boolean small = percent > 0 && percent < 0.95;
    return String.format(Locale.ROOT, small ? "%.1f%%" : "%.0f%%", percent);
  }

  /** Returns three digits or so of a measured value, a dash if there is none. */
  static String measure(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 0.0005 || size >= 1e5)) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return String.format(Locale.ROOT, size < 10 ? "%.3f" : "%.1f", value);
  }

  /** Returns a number of parameters: {@code 1.3 M}. */
  static String count(long count) {
    if (count >= 1_000_000) {
      return String.format(Locale.ROOT, "%.1f M", count / 1e6);
    }
    return count >= 10_000 ? Math.round(count / 1e3) + " k" : Long.toString(count);
  }

  /** Returns a size: {@code 45 MB}, with the factor 1000. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    return bytes < 10_000_000
        ? Math.round(bytes / 1e3) + " kB"
        : String.format(
            Locale.ROOT,
            bytes < 10_000_000_000L ? "%.0f MB" : "%.1f GB",
            bytes < 10_000_000_000L ? bytes / 1e6 : bytes / 1e9);
  }

  /** Returns the text, a line, without what could command a terminal. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x80-\\x9F]", "?");
  }

  /** Returns the text, which may have several lines, without what else could command a terminal. */
  static String printableLines(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x80-\\x9F&&[^\\r\\n\\t]]|\\r(?!\\n)", "?");
  }
}
