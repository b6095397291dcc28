package io.organza.image;

import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * The middle of an image, as much of it as has the wanted aspect, at the wanted size.
 *
 * <p>Resampled by {@link Lanczos} on levels premultiplied by alpha, so that the colour of
 * transparent pixels does not bleed.
 */
public final class CenterCrop {

  private CenterCrop() {}

  /**
   * Returns the middle of an image at the wanted size: the image itself if it has that size, else a
   * grey, RGB or ARGB copy.
   *
   * @param image an image of any type
   * @param height the wanted height in pixels
   * @param width the wanted width in pixels
   */
  public static BufferedImage of(BufferedImage image, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("size must be positive, got " + width + "x" + height);
    }
    if (image.getHeight() == height && image.getWidth() == width) {
      return image;
    }
    Rectangle middle = middle(image, height, width);
    ArgbRows rows = ArgbRows.of(image);
    float[][] lines = resizeRows(rows, middle, width);
    return resizeColumns(rows, lines, height, width);
  }

  private static Rectangle middle(BufferedImage image, int height, int width) {
    int fullHeight = image.getHeight();
    int fullWidth = image.getWidth();
    int cropHeight = (int) Math.max(Math.round((double) fullWidth * height / width), 1);
    int cropWidth = (int) Math.max(Math.round((double) fullHeight * width / height), 1);
    cropHeight = Math.min(cropHeight, fullHeight);
    cropWidth = Math.min(cropWidth, fullWidth);
    int left = (fullWidth - cropWidth) / 2;
    int top = (fullHeight - cropHeight) / 2;
    return new Rectangle(left, top, cropWidth, cropHeight);
  }

  /** Returns the middle at the wanted width and its own height: (H, W * samples). */
  private static float[][] resizeRows(ArgbRows rows, Rectangle middle, int width) {
    Lanczos lanczos = new Lanczos(middle.width, width);
    int samples = samples(rows);
    int[] row = new int[middle.width];
    float[] line = new float[middle.width * samples];
    float[][] lines = new float[middle.height][width * samples];
    for (int y = 0; y < middle.height; y++) {
      rows.read(middle.x, middle.y + y, row);
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
