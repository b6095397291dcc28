package io.organza.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The values that are words: how each is called on the command line and in files. */
final class Choices {

  private Choices() {}

  /** Returns what a constant is called. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the constant that is called by a word.
   *
   * @param name what each constant is called
   */
  static <E extends Enum<E>> E of(Class<E> type, Function<E, String> name, String word) {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> name.apply(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, got '%s'"
                        .formatted(
                            Arrays.stream(constants).map(name).collect(Collectors.joining(", ")),
                            word)));
  }
}
