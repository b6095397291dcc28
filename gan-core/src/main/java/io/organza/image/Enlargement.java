package io.organza.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/** Images with larger pixels, for small images to be seen as they are. */
public final class Enlargement {

  /** Small images are enlarged until their shorter side has nearly so many pixels. */
  private static final int SEEN = 256;

  private Enlargement() {}

  /** Returns the factor that shows a small image well; 1 for a large one. */
  public static int factor(int width, int height) {
    return Math.max(1, SEEN / Math.min(width, height));
  }

  /**
   * Returns an image whose pixels are squares of so many pixels: the given one if the factor is 1.
   *
   * @param image grey, RGB or ARGB
   * @param factor at least 1
   */
  public static BufferedImage of(BufferedImage image, int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("factor must be at least 1, got " + factor);
    }
    if (factor == 1) {
      return image;
    }
    int width = image.getWidth() * factor;
    BufferedImage large = new BufferedImage(width, image.getHeight() * factor, image.getType());
    int bands = image.getRaster().getNumBands();
    int[] row = new int[image.getWidth() * bands];
    int[] wide = new int[width * bands];
    WritableRaster raster = large.getRaster();
    for (int y = 0; y < large.getHeight(); y++) {
      if (y % factor == 0) {
        image.getRaster().getPixels(0, y / factor, image.getWidth(), 1, row);
        for (int i = 0; i < wide.length; i++) {
          wide[i] = row[i / bands / factor * bands + i % bands];
        }
      }
      raster.setPixels(0, y, width, 1, wide);
    }
    return large;
  }
}
