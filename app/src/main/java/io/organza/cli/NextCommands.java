package io.organza.cli;

import java.util.Locale;

/** The commands to type next. */
final class NextCommands {

  private final FolderOptions folders;
  private final CacheOption cache;
  private final MachineOptions machine;

  NextCommands(FolderOptions folders, CacheOption cache, MachineOptions machine) {
    this.folders = folders;
    this.cache = cache;
    this.machine = machine;
  }

  /** Makes images with the latest checkpoint of a run. */
  String generate(RunDirectory run) {
    return generateFrom(run.name(), run);
  }

  /** Makes images with the best checkpoint of a run. */
  String generateBest(RunDirectory run) {
    return generateFrom(run.name() + "/best", run);
  }

  private String generateFrom(String checkpoint, RunDirectory run) {
    return launcher() + " generate " + quoted(checkpoint) + " --count 64" + folders.arguments(run);
  }

  /** Goes on with a run for what is left of its length. */
  String resume(RunDirectory run) {
    return resumeWith(run, "");
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
