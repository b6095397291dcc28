package io.organza.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Questions about folders and files that may not be there yet. */
final class Folders {

  private Folders() {}

  /** Returns why a folder cannot be written or made; nothing is tried. */
  static List<String> problems(String option, Path folder) {
    Path existing = existing(folder);
    String problem = problem(existing);
    if (problem == null) {
      return List.of();
    }
    String where = existing.equals(folder.toAbsolutePath().normalize()) ? "" : existing + " ";
    return List.of("%s: cannot write into %s: %s%s".formatted(option, folder, where, problem));
  }

  /** Returns a file or folder, or the nearest that there is of those which it is in. */
  static Path existing(Path file) {
    Path existing = file.toAbsolutePath().normalize();
    for (Path parent = existing.getParent();
        !Files.exists(existing) && parent != null;
        parent = existing.getParent()) {
      existing = parent;
    }
    return existing;
  }

  /** Returns the folder that a file is in. */
  static Path of(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder;
  }

  /** Returns why a file cannot be written under this name; nothing is tried. */
  static List<String> fileProblems(String option, Path file, String ending) {
    List<String> problems = new ArrayList<>(problems(option, of(file)));
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      problems.add("%s: must end in %s, got %s".formatted(option, ending, file));
    } else if (Files.isDirectory(file)) {
      problems.add("%s: is a folder, got %s".formatted(option, file));
    }
    return problems;
  }

  /** Returns that {@code --out} names what is there, unless it is to be replaced. */
  static List<String> taken(Path out, boolean overwrite) {
    return Files.exists(out) && !overwrite
        ? List.of("--out: %s is there already; --overwrite replaces it".formatted(out))
        : List.of();
  }

  private static @Nullable String problem(Path existing) {
    if (!Files.exists(existing)) {
      return "does not exist";
    }
    if (!Files.isDirectory(existing)) {
      return "is not a folder";
    }
    return Files.isWritable(existing) ? null : "is not writable";
  }
}
