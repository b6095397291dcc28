package io.organza.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number, or {@code auto}, which is as if the option had not been given: null. */
final class AutoNumber implements ITypeConverter<Integer> {

  @Override
  public @Nullable Integer convert(String text) {
    if (text.equals("auto")) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected auto or a whole number, got '" + text + "'");
    }
  }
}
