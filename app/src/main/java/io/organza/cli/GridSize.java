package io.organza.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a grid of pictures.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
record GridSize(int rows, int columns) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,2})x(\\d{1,2})");

  /** Returns the number of pictures. */
  int cells() {
    return rows * columns;
  }

  @Override
  public String toString() {
    return rows + "x" + columns;
  }

  /** Reads {@code 2x4}. */
  static final class Converter implements ITypeConverter<GridSize> {
    @Override
    public GridSize convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (matcher.matches()) {
        GridSize size =
            new GridSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (size.cells() > 0) {
          return size;
        }
      }
      throw new TypeConversionException("expected ROWSxCOLUMNS such as 2x4, got '" + text + "'");
    }
  }
}
