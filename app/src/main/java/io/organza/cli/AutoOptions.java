package io.organza.cli;

import java.util.List;
import picocli.CommandLine.ParseResult;

/** The options whose {@code auto} goes by the preset, the images or the machine of a new run. */
final class AutoOptions {

  private static final List<String> NAMES =
      List.of("--resolution", "--channels", "--batch", "--precision");

  private AutoOptions() {}

  /** Returns which of them a run that goes on was given as {@code auto}. */
  static List<String> problems(ParseResult given) {
    return NAMES.stream()
        .filter(given::hasMatchedOption)
        .filter(name -> given.matchedOption(name).stringValues().contains("auto"))
        .map(name -> name + ": auto is for new runs; say what it is to be")
        .toList();
  }
}
