package io.organza.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of images, written {@code 32}, {@code 48x32} or {@code auto}.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Resolution(int width, int height) {

  /** The size that suits the images. */
  static final Resolution AUTO = new Resolution(0, 0);

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})(?:[xX]([1-9]\\d{0,5}))?");

  boolean isAuto() {
    return equals(AUTO);
  }

  static Resolution parse(String text) {
    if (text.equals("auto")) {
      return AUTO;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected auto, N or WxH, got '" + text + "'");
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = matcher.group(2) == null ? width : Integer.parseInt(matcher.group(2));
    return new Resolution(width, height);
  }
}
