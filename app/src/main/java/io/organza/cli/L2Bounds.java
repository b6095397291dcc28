package io.organza.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Between what an adaptive lambda stays.
 *
 * @param low the least
 * @param high the greatest
 */
record L2Bounds(double low, double high) {

  /** Reads two numbers with a comma between. */
  static final class Converter implements ITypeConverter<L2Bounds> {
    @Override
    public L2Bounds convert(String text) {
      String[] parts = text.split(",", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("expected LOW,HIGH, got '" + text + "'");
      }
      FiniteNumber number = new FiniteNumber();
      return new L2Bounds(number.convert(parts[0]), number.convert(parts[1]));
    }
  }
}
