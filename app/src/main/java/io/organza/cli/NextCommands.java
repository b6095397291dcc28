package io.organza.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands to type next. */
final class NextCommands {

  private static final double SECONDS = 60;

  private final FolderOptions folders;

  NextCommands(FolderOptions folders) {
    this.folders = folders;
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
    return launcher() + " resume " + quoted(name) + left + folders.arguments();
  }

  /** Goes on with a run that reached its goal. */
  String resumeUntil(String name, double kimg) {
    return launcher()
        + " resume "
        + quoted(name)
        + " --kimg "
        + Format.number(kimg)
        + folders.arguments();
  }

  private static String launcher() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.startsWith("windows") ? "organza" : "./organza";
  }

  private static String quoted(String name) {
    return name.contains(" ") ? '"' + name + '"' : name;
  }
}
