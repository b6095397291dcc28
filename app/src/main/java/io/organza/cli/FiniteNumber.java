package io.organza.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers, but not NaN or infinity. */
final class FiniteNumber implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in one way for all.
    }
    throw new TypeConversionException("expected a number, got '" + text + "'");
  }
}
