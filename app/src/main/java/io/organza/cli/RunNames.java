package io.organza.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of runs: any folder's name, and by default a number, the data and the preset. */
final class RunNames {

  private static final Pattern NUMBERED = Pattern.compile("(\\d{5,9})-.*", Pattern.DOTALL);
  private static final Pattern VALID =
      Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N} ._-]{0,98}[\\p{L}\\p{N}_-])?");

  private RunNames() {}

  /** Returns the next name that is free in both folders. */
  static String next(FolderOptions folders, String source, String preset) throws IOException {
    return name(next(folders), source, preset);
  }

  private static int next(FolderOptions folders) throws IOException {
    return Math.max(next(folders.samples), next(folders.checkpoints));
  }

  private static String name(int number, String source, String preset) {
    return String.format(Locale.ROOT, "%05d-%s-%s", number, source, preset);
  }

  /** Makes the folders of a run with the next name that no other training takes meanwhile. */
  static RunDirectory create(FolderOptions folders, String source, String preset)
      throws IOException {
    int number = next(folders);
    RunDirectory run = folders.run(name(number, source, preset));
    while (!run.create()) {
      run = folders.run(name(++number, source, preset));
    }
    return run;
  }

  /** Returns why a new run cannot have the name that the option gives it. */
  static List<String> problems(FolderOptions folders, String option, String name) {
    List<String> problems = problems(option, name);
    return problems.isEmpty() && folders.run(name).exists()
        ? List.of(option + ": a run of this name exists already, got " + name)
        : problems;
  }

  /** Returns why no run can have the name that the option gives it. */
  static List<String> problems(String option, String name) {
    return VALID.matcher(name).matches()
        ? List.of()
        : List.of(
            ("%s: must be letters, digits, spaces, dots, dashes and underscores, and end in no space"
                    + " or dot, got '%s'")
                .formatted(option, name));
  }

  private static int next(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> NUMBERED.matcher(entry.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(matcher -> Integer.parseInt(matcher.group(1)) + 1)
          .max()
          .orElse(0);
    }
  }
}
