package io.organza.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The colour that pictures are laid on where they are transparent or do not fill the frame.
 *
 * @param red 0 to 255, in sRGB
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Background(int red, int green, int blue) {

  public static final Background WHITE = new Background(255, 255, 255);

  /**
   * Reads {@code white}, {@code black}, {@code grey} or six hexadecimal digits such as {@code
   * #336699}, the {@code #} being optional.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static Background parse(String text) {
    String digits =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "white" -> "ffffff";
          case "black" -> "000000";
          case "grey", "gray" -> "808080";
          default -> text.startsWith("#") ? text.substring(1) : text;
        };
    if (!digits.matches("[0-9a-fA-F]{6}")) {
      throw new IllegalArgumentException("must be white, black, grey or #rrggbb, got " + text);
    }
    int rgb = Integer.parseInt(digits, 16);
    return new Background(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
  }

  /** Returns what is wrong with the values; each problem begins with the component. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    require(problems, "red", red);
    require(problems, "green", green);
    require(problems, "blue", blue);
    return problems;
  }

  /** Lays pixels on this colour; they become opaque. */
  void under(int[] argb) {
    for (int x = 0; x < argb.length; x++) {
      int pixel = argb[x];
      int alpha = pixel >>> 24;
      argb[x] =
          0xFF << 24
              | mixed(pixel >> 16 & 0xFF, red, alpha) << 16
              | mixed(pixel >> 8 & 0xFF, green, alpha) << 8
              | mixed(pixel & 0xFF, blue, alpha);
    }
  }

  private static int mixed(int over, int below, int alpha) {
    return (over * alpha + below * (255 - alpha) + 127) / 255;
  }

  private static void require(List<String> problems, String name, int level) {
    if (level < 0 || level > 255) {
      problems.add(name + ": must be from 0 to 255, got " + level);
    }
  }

  @Override
  public String toString() {
    return "#%02x%02x%02x".formatted(red, green, blue);
  }
}
