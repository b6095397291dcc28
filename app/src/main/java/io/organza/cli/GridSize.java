package io.organza.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a grid of pictures.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
record GridSize(int rows, int columns) {

  private static final Pattern FORM = Pattern.compile("(0?[1-9]|[1-9]\\d)x(0?[1-9]|[1-9]\\d)");

  /** Returns the number of pictures. */
  int cells() {
    return rows * columns;
  }

  @Override
  public String toString() {
    return rows + "x" + columns;
  }

  /** Reads {@code 2x4}. */
  static GridSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected ROWSxCOLUMNS such as 2x4, got '" + text + "'");
    }
    return new GridSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
