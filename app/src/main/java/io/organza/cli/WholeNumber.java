package io.organza.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads whole numbers.
 *
 * @param parse returns the number that a text is
 * @param most the largest, for a message
 */
record WholeNumber<T>(Function<String, T> parse, T most) implements ITypeConverter<T> {

  @Override
  public T convert(String text) {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "expected a whole number%s, got '%s'"
              .formatted(text.matches("[+-]?\\d+") ? " of at most " + most : "", text));
    }
  }
}
