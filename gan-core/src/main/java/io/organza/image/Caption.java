package io.organza.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * A line of text below an image, such as {@code 12.5 kimg}.
 *
 * <p>It brings its own letters: a Java without fonts, as it is on many servers, can draw none.
 */
public final class Caption {

  private static final String LETTERS = "0123456789.kimg ";
  private static final int WIDTH = 5;
  private static final int PITCH = WIDTH + 1;

  /** The letters side by side, with a column between them; of the last, a blank, there is none. */
  private static final String[] FONT = {
    ".###....#....###...###.....#..#####..###..#####..###...###........#.......#..............",
    "#...#..##...#...#.#...#...##..#.....#.........#.#...#.#...#.......#......................",
    "#..##...#.......#.....#..#.#..####..####.....#..#...#.#...#.......#..#...##...##.#...####",
    "#.#.#...#......#....##..#..#......#.#...#...#....###..#...#.......#.#.....#...#.#.#.#...#",
    "##..#...#.....#.......#.#####.....#.#...#...#...#...#..####.......##......#...#.#.#.#...#",
    "#...#...#....#....#...#....#..#...#.#...#..#....#...#.....#..##...#.#.....#...#.#.#.#...#",
    ".###...###..#####..###.....#...###...###...#.....###...###...##...#..#...###..#.#.#..####",
    "........................................................................................#",
    ".....................................................................................###."
  };

  /** Images this wide have letters of one pixel's thickness; others in proportion. */
  private static final int PLAIN_WIDTH = 128;

  private static final int MARGIN = 2;
  private static final int WHITE = 255;

  private Caption() {}

  /**
   * Returns an image with a strip below it, black with white text; what is too long is cut off.
   *
   * @param image grey, RGB or ARGB
   * @param text of the characters {@code 0123456789.kimg} and blanks
   * @throws IllegalArgumentException if there is another character in it
   */
  public static BufferedImage below(BufferedImage image, String text) {
    if (text.chars().anyMatch(character -> LETTERS.indexOf(character) < 0)) {
      throw new IllegalArgumentException("text must be of '%s', got '%s'".formatted(LETTERS, text));
    }
    int zoom = zoom(image.getWidth());
    int height = image.getHeight();
    int strip = height(image.getWidth());
    BufferedImage whole = new BufferedImage(image.getWidth(), height + strip, image.getType());
    WritableRaster raster = whole.getRaster();
    raster.setRect(image.getRaster());
    for (int y = 0; y < strip; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        boolean ink = isInk(text, x / zoom - MARGIN, y / zoom - MARGIN);
        raster.setPixel(x, height + y, color(raster.getNumBands(), ink));
      }
    }
    return whole;
  }

  /** Returns the height of the strip below an image of the given width, in pixels. */
  public static int height(int width) {
    return zoom(width) * (FONT.length + 2 * MARGIN);
  }

  private static int zoom(int width) {
    return Math.max(1, width / PLAIN_WIDTH);
  }

  private static int[] color(int bands, boolean ink) {
    int[] color = new int[bands];
    Arrays.fill(color, ink ? WHITE : 0);
    if (bands == 4) {
      color[3] = WHITE;
    }
    return color;
  }

  private static boolean isInk(String text, int x, int y) {
    if (x < 0 || x >= text.length() * PITCH || y < 0 || y >= FONT.length) {
      return false;
    }
    int letter = LETTERS.indexOf(text.charAt(x / PITCH));
    int at = letter * PITCH + x % PITCH;
    return at < FONT[y].length() && FONT[y].charAt(at) == '#';
  }
}
