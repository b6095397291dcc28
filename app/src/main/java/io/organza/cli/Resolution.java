package io.organza.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of images, written {@code 32} or {@code 48x32}.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Resolution(int width, int height) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:[xX](\\d{1,6}))?");

  /** Reads a resolution. */
  static final class Converter implements ITypeConverter<Resolution> {
    @Override
    public Resolution convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("expected N or WxH, got '" + text + "'");
      }
      int width = Integer.parseInt(matcher.group(1));
      int height = matcher.group(2) == null ? width : Integer.parseInt(matcher.group(2));
      return new Resolution(width, height);
    }
  }
}
