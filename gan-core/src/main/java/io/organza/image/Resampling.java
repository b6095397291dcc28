package io.organza.image;

import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * A part of an image at another size.
 *
 * <p>Resampled by {@link Lanczos} on levels premultiplied by alpha, so that the colour of
 * transparent pixels does not bleed.
 */
final class Resampling {

  private Resampling() {}

  /** Returns the part as a grey, RGB or ARGB image of the wanted size. */
  static BufferedImage of(BufferedImage image, Rectangle part, int height, int width) {
    ArgbRows rows = ArgbRows.of(image);
    float[][] lines = resizeRows(rows, part, width);
    return resizeColumns(rows, lines, height, width);
  }

  /** Returns the part at the wanted width and its own height: (H, W * samples). */
  private static float[][] resizeRows(ArgbRows rows, Rectangle part, int width) {
    Lanczos lanczos = new Lanczos(part.width, width);
    int samples = samples(rows);
    int[] row = new int[part.width];
    float[] line = new float[part.width * samples];
    float[][] lines = new float[part.height][width * samples];
    for (int y = 0; y < part.height; y++) {
      rows.read(part.x, part.y + y, row);
      premultiply(row, samples, line);
      lanczos.apply(line, samples, lines[y]);
    }
    return lines;
  }

  private static BufferedImage resizeColumns(
      ArgbRows rows, float[][] lines, int height, int width) {
    Lanczos lanczos = new Lanczos(lines.length, height);
    int samples = samples(rows);
    boolean gray = samples == 1;
    int type = gray ? TYPE_BYTE_GRAY : samples == 4 ? TYPE_INT_ARGB : TYPE_INT_RGB;
    BufferedImage fitted = new BufferedImage(width, height, type);
    float[] line = new float[width * samples];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      lanczos.applyAcross(lines, y, line);
      divide(line, samples, row);
      if (gray) {
        fitted.getRaster().setPixels(0, y, width, 1, row);
      } else {
        fitted.getRaster().setDataElements(0, y, width, 1, row);
      }
    }
    return fitted;
  }

  /** Returns the samples of a pixel: grey; red, green, blue; or these premultiplied, and alpha. */
  private static int samples(ArgbRows rows) {
    return rows.hasAlpha() ? 4 : rows.isGray() ? 1 : 3;
  }

  private static void premultiply(int[] row, int samples, float[] line) {
    int at = 0;
    for (int argb : row) {
      if (samples == 1) {
        line[at++] = argb & 0xFF;
        continue;
      }
      float alpha = samples == 4 ? (argb >>> 24) / 255f : 1;
      line[at++] = (argb >> 16 & 0xFF) * alpha;
      line[at++] = (argb >> 8 & 0xFF) * alpha;
      line[at++] = (argb & 0xFF) * alpha;
      if (samples == 4) {
        line[at++] = alpha;
      }
    }
  }

  private static void divide(float[] line, int samples, int[] row) {
    for (int x = 0; x < row.length; x++) {
      int at = x * samples;
      if (samples == 1) {
        row[x] = level(line[at]);
        continue;
      }
      float alpha = samples == 4 ? line[at + 3] : 1;
      int opacity = level(255 * alpha);
      float by = opacity == 0 ? 0 : 1 / alpha;
      int red = level(line[at] * by);
      int green = level(line[at + 1] * by);
      int blue = level(line[at + 2] * by);
      row[x] = opacity << 24 | red << 16 | green << 8 | blue;
    }
  }

  private static int level(float value) {
    return Math.round(Math.min(Math.max(value, 0), 255));
  }
}
