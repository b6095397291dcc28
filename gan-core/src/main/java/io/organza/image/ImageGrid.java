package io.organza.image;

import java.awt.image.BufferedImage;
import java.util.List;

/** A sheet of equally sized images, row by row and without gaps. */
public final class ImageGrid {

  private ImageGrid() {}

  /** Returns the number of columns that makes a grid of so many images nearest to a square. */
  public static int columns(int count) {
    return (int) Math.ceil(Math.sqrt(count));
  }

  /**
   * Returns one image that shows all; cells that are left over stay black, or transparent.
   *
   * @param images at least one image, all of the same size and type: grey, RGB or ARGB
   * @param columns the number of images in a row
   */
  public static BufferedImage of(List<BufferedImage> images, int columns) {
    if (images.isEmpty() || columns < 1) {
      throw new IllegalArgumentException(
          "a grid needs images and columns, got " + images.size() + " and " + columns);
    }
    BufferedImage first = images.get(0);
    int width = first.getWidth();
    int height = first.getHeight();
    int rows = (images.size() + columns - 1) / columns;
    BufferedImage grid = new BufferedImage(columns * width, rows * height, first.getType());
    for (int i = 0; i < images.size(); i++) {
      BufferedImage image = images.get(i);
      checkAlike(first, image);
      // Samples are copied as they are: drawing would convert grey as if it were linear light.
      int x = i % columns * width;
      int y = i / columns * height;
      grid.getRaster().setRect(x, y, image.getRaster());
    }
    return grid;
  }

  private static void checkAlike(BufferedImage first, BufferedImage image) {
    if (image.getWidth() != first.getWidth()
        || image.getHeight() != first.getHeight()
        || image.getType() != first.getType()) {
      throw new IllegalArgumentException(
          "images of a grid must be alike, got " + describe(first) + " and " + describe(image));
    }
  }

  private static String describe(BufferedImage image) {
    return image.getWidth() + "x" + image.getHeight() + " of type " + image.getType();
  }
}
