package io.organza.image;

import java.awt.image.BufferedImage;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Rect;

/**
 * Pictures as video has them: brightness for each pixel, colour for each square of four; after
 * ITU-R BT.601, with brightness in [16, 235] and colour in [16, 240], which is what programs take
 * small videos for.
 */
final class VideoPicture {

  // How H.264 (ITU-T H.264, annex E) numbers what is said about colours.
  static final int UNSPECIFIED_FORMAT = 5;
  static final int BT_709_PRIMARIES = 1;
  static final int SRGB_TRANSFER = 13;
  static final int BT_601_MATRIX = 6;

  /** Video is coded in squares of so many pixels. */
  private static final int BLOCK = 16;

  /** What JCodec's bytes are less than the levels. */
  private static final int OFFSET = 128;

  private VideoPicture() {}

  /**
   * Returns an image as a picture of even sides, laid on white. Beyond its sides the pixels of the
   * border go on, up to whole blocks, which are cropped.
   */
  static Picture of(BufferedImage image) {
    int width = roundedUp(image.getWidth(), 2);
    int height = roundedUp(image.getHeight(), 2);
    Picture picture =
        Picture.createCropped(
            roundedUp(width, BLOCK),
            roundedUp(height, BLOCK),
            ColorSpace.YUV420J,
            new Rect(0, 0, width, height));
    byte[] levels = Pixels.toLevels(image, 3);
    for (int y = 0; y < picture.getHeight(); y += 2) {
      for (int x = 0; x < picture.getWidth(); x += 2) {
        putSquare(picture, x, y, levels, image);
      }
    }
    return picture;
  }

  private static int roundedUp(int side, int unit) {
    return (side + unit - 1) / unit * unit;
  }

  /** Puts four pixels, and the mean of their colours. */
  private static void putSquare(
      Picture picture, int left, int top, byte[] levels, BufferedImage image) {
    int plane = image.getWidth() * image.getHeight();
    double red = 0;
    double green = 0;
    double blue = 0;
    for (int i = 0; i < 4; i++) {
      int x = left + i % 2;
      int y = top + i / 2;
      int at =
          Math.min(y, image.getHeight() - 1) * image.getWidth() + Math.min(x, image.getWidth() - 1);
      double r = (levels[at] & 0xFF) / 255.0;
      double g = (levels[at + plane] & 0xFF) / 255.0;
      double b = (levels[at + 2 * plane] & 0xFF) / 255.0;
      picture.getPlaneData(0)[y * picture.getWidth() + x] = level(16 + 219 * luma(r, g, b));
      red += r / 4;
      green += g / 4;
      blue += b / 4;
    }
    double mean = luma(red, green, blue);
    int at = top / 2 * (picture.getWidth() / 2) + left / 2;
    picture.getPlaneData(1)[at] = level(128 + 224 * (blue - mean) / 1.772);
    picture.getPlaneData(2)[at] = level(128 + 224 * (red - mean) / 1.402);
  }

  private static double luma(double red, double green, double blue) {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  private static byte level(double level) {
    return (byte) (Math.round(level) - OFFSET);
  }
}
