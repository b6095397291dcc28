package io.organza.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a percentage: {@code 5%} or {@code 5}. */
final class Percent implements ITypeConverter<Double> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,2}(?:\\.\\d+)?)%?");

  @Override
  public Double convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("expected a percentage such as 5%, got '" + text + "'");
    }
    return Double.valueOf(matcher.group(1));
  }
}
