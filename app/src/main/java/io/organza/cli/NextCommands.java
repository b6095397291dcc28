package io.organza.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands to type next. */
final class NextCommands {

  private static final double SECONDS = 60;

  private final FolderOptions folders;
  private final CacheOption cache;

  NextCommands(FolderOptions folders, CacheOption cache) {
    this.folders = folders;
    this.cache = cache;
  }

  /** Makes images with the latest run. */
  String generate() {
    return launcher() + " generate --count 64" + folders.arguments();
  }

  /**
   * Goes on with a run.
   *
   * @param minutes the minutes that it was to take, if its length is counted in time
   * @param seconds the seconds that it took so far
   */
  String resume(String name, @Nullable Double minutes, double seconds) {
    String left = "";
    if (minutes != null) {
      double rest = Math.max(0.1, minutes - seconds / SECONDS);
      left = String.format(Locale.ROOT, " --minutes %.1f", rest);
    }
    return resume(name, left);
  }

  /** Goes on with a run that reached its goal. */
  String resumeUntil(String name, double kimg) {
    return resume(name, " --kimg " + Format.number(kimg));
  }

  /** Goes on with a run whose time is up. */
  String resumeFor(String name, double minutes) {
    return resume(name, " --minutes " + Format.number(minutes));
  }

  private String resume(String name, String length) {
    return launcher()
        + " resume "
        + quoted(name)
        + length
        + folders.arguments()
        + cache.arguments();
  }

  /** Returns a word as the system's shell takes it. */
  static String quoted(String word) {
    return quoted(word, isWindows());
  }

  /** Returns a word as the shell of Windows, or of all other systems, takes it. */
  static String quoted(String word, boolean windows) {
    if (word.matches(windows ? "[\\p{L}\\p{N}_./:@+\\\\-]+" : "[\\p{L}\\p{N}_./:@+,=%-]+")) {
      return word;
    }
    return windows ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Returns how Organza is called on this system. */
  static String launcher() {
    return isWindows() ? "organza" : "./organza";
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
