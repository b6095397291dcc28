package io.organza.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands to type next. */
final class NextCommands {

  private static final double SECONDS = 60;

  private final FolderOptions folders;
  private final CacheOption cache;
  private final MachineOptions machine;

  NextCommands(FolderOptions folders, CacheOption cache, MachineOptions machine) {
    this.folders = folders;
    this.cache = cache;
    this.machine = machine;
  }

  /** Makes images with the latest run, which is the given one. */
  String generate(RunDirectory run) {
    return launcher() + " generate --count 64" + folders.arguments(run);
  }

  /** Makes images with the best checkpoint of a run. */
  String generateBest(RunDirectory run) {
    return launcher()
        + " generate "
        + quoted(run.name() + "/best")
        + " --count 64"
        + folders.arguments(run);
  }

  /**
   * Goes on with a run.
   *
   * @param minutes the minutes that it was to take, if its length is counted in time
   * @param seconds the seconds that it took so far
   */
  String resume(RunDirectory run, @Nullable Double minutes, double seconds) {
    String left = "";
    if (minutes != null) {
      double rest = Math.max(0.1, minutes - seconds / SECONDS);
      left = String.format(Locale.ROOT, " --minutes %.1f", rest);
    }
    return resumeWith(run, left);
  }

  /** Goes on with a run that reached its goal. */
  String resumeUntil(RunDirectory run, double kimg) {
    return resumeWith(run, " --kimg " + Format.number(kimg));
  }

  /** Goes on with a run whose time is up. */
  String resumeFor(RunDirectory run, double minutes) {
    return resumeWith(run, " --minutes " + Format.number(minutes));
  }

  /** Goes on with a run that stopped because no score was better. */
  String resumeAnyway(RunDirectory run) {
    return resumeWith(run, " --stop-after 0");
  }

  private String resumeWith(RunDirectory run, String length) {
    return launcher()
        + " resume "
        + quoted(run.name())
        + length
        + folders.arguments(run)
        + cache.arguments()
        + machine.arguments();
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

  /** Returns how Organza was called, as far as its launcher says; else how it is on this system. */
  static String launcher() {
    String called = System.getProperty("organza.launcher");
    return called == null ? launcher(isWindows()) : quoted(called);
  }

  /** Returns how it is called on Windows, by either of its shells, or on all other systems. */
  static String launcher(boolean windows) {
    return windows ? ".\\organza" : "./organza";
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
