package io.organza.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/** How an image of any size becomes one of the wanted size. */
public enum Fit {
  /** The middle, as much of it as has the wanted aspect. */
  CROP,
  /** The whole, with transparent margins where its aspect is another. */
  PAD,
  /** The whole, out of proportion if its aspect is another. */
  STRETCH;

  /**
   * Returns an image at the wanted size: the given one if it has that size, else a grey, RGB or
   * ARGB copy.
   *
   * <p>Resampled by Lanczos' filter on levels premultiplied by alpha, so that the colour of
   * transparent pixels does not bleed.
   *
   * @param image an image of any type
   * @param height the wanted height in pixels
   * @param width the wanted width in pixels
   */
  public BufferedImage apply(BufferedImage image, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("size must be positive, got " + width + "x" + height);
    }
    int fullHeight = image.getHeight();
    int fullWidth = image.getWidth();
    if (fullHeight == height && fullWidth == width) {
      return image;
    }
    return switch (this) {
      case CROP -> {
        Rectangle middle = inner(fullHeight, fullWidth, height, width);
        yield Resampling.of(image, middle, height, width);
      }
      case PAD -> {
        Rectangle frame = inner(height, width, fullHeight, fullWidth);
        BufferedImage whole = Resampling.of(image, bounds(image), frame.height, frame.width);
        yield frame.height == height && frame.width == width
            ? whole
            : framed(whole, frame, height, width);
      }
      case STRETCH -> Resampling.of(image, bounds(image), height, width);
    };
  }

  /** Tells whether an image of this size has fewer pixels than it is made to have. */
  public boolean enlarges(int fullHeight, int fullWidth, int height, int width) {
    return switch (this) {
      case CROP -> fullHeight < height || fullWidth < width;
      case PAD -> fullHeight < height && fullWidth < width;
      case STRETCH -> (long) fullHeight * fullWidth < (long) height * width;
    };
  }

  /** Returns the largest rectangle of the given aspect in the middle of a larger one. */
  private static Rectangle inner(int outerHeight, int outerWidth, int height, int width) {
    int innerHeight = (int) Math.max(Math.round((double) outerWidth * height / width), 1);
    int innerWidth = (int) Math.max(Math.round((double) outerHeight * width / height), 1);
    innerHeight = Math.min(innerHeight, outerHeight);
    innerWidth = Math.min(innerWidth, outerWidth);
    int left = (outerWidth - innerWidth) / 2;
    int top = (outerHeight - innerHeight) / 2;
    return new Rectangle(left, top, innerWidth, innerHeight);
  }

  private static Rectangle bounds(BufferedImage image) {
    return new Rectangle(image.getWidth(), image.getHeight());
  }

  private static BufferedImage framed(BufferedImage image, Rectangle frame, int height, int width) {
    BufferedImage framed = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    ArgbRows rows = ArgbRows.of(image);
    int[] row = new int[frame.width];
    for (int y = 0; y < frame.height; y++) {
      rows.read(0, y, row);
      framed.getRaster().setDataElements(frame.x, frame.y + y, frame.width, 1, row);
    }
    return framed;
  }
}
