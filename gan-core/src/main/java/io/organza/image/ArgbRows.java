package io.organza.image;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;

/**
 * An image of any type, read as rows of 8-bit sRGB with alpha.
 *
 * <p>Grey images keep their stored levels, as every viewer shows them: Java's own conversion takes
 * them for linear light, and would brighten them. So it does with inks that no profile describes:
 * here each of them takes away its share of the light.
 */
final class ArgbRows {

  /** How the raster is read. */
  private enum Layout {
    /** One sample, or two with alpha, of 8 or 16 bits. */
    GRAY,
    /** Cyan, magenta, yellow and black, and alpha if there is any, of 8 or 16 bits. */
    INKS,
    /** Three bytes. */
    RGB_BYTES,
    /** One int. */
    ARGB_INTS
  }

  private final Raster raster;
  private final Layout layout;
  private final boolean alpha;
  private final boolean premultiplied;
  private final int maximum;

  private ArgbRows(BufferedImage image, Layout layout) {
    this.raster = image.getRaster();
    this.layout = layout;
    this.alpha = image.getColorModel().hasAlpha();
    this.premultiplied = image.isAlphaPremultiplied();
    this.maximum = maximum(image.getSampleModel());
  }

  static ArgbRows of(BufferedImage image) {
    if (isGray(image)) {
      return new ArgbRows(image, Layout.GRAY);
    }
    ColorSpace space = image.getColorModel().getColorSpace();
    if (space.getType() == ColorSpace.TYPE_CMYK && !(space instanceof ICC_ColorSpace)) {
      return new ArgbRows(image, Layout.INKS);
    }
    if (!space.isCS_sRGB()) {
      BufferedImage converted = sameSize(image);
      return of(new ColorConvertOp(null).filter(image, converted));
    }
    return switch (image.getType()) {
      case TYPE_3BYTE_BGR -> new ArgbRows(image, Layout.RGB_BYTES);
      case TYPE_INT_RGB, TYPE_INT_ARGB -> new ArgbRows(image, Layout.ARGB_INTS);
      default -> new ArgbRows(redrawn(image), Layout.ARGB_INTS);
    };
  }

  boolean hasAlpha() {
    return alpha;
  }

  boolean isGray() {
    return layout == Layout.GRAY;
  }

  /** Reads pixels (x, y), (x + 1, y), ... until the row is full. */
  void read(int x, int y, int[] row) {
    switch (layout) {
      case GRAY -> readGray(x, y, row);
      case INKS -> readInks(x, y, row);
      case RGB_BYTES -> readBytes(x, y, row);
      case ARGB_INTS -> readInts(x, y, row);
    }
  }

  private void readGray(int x, int y, int[] row) {
    int bands = raster.getNumBands();
    int[] samples = raster.getPixels(x, y, row.length, 1, new int[bands * row.length]);
    for (int i = 0; i < row.length; i++) {
      int opacity = bands == 2 ? samples[2 * i + 1] : maximum;
      int gray = to8Bits(samples[bands * i], premultiplied ? opacity : maximum);
      row[i] = to8Bits(opacity) << 24 | gray * 0x010101;
    }
  }

  private void readInks(int x, int y, int[] row) {
    int bands = raster.getNumBands();
    int[] samples = raster.getPixels(x, y, row.length, 1, new int[bands * row.length]);
    for (int i = 0; i < row.length; i++) {
      int at = bands * i;
      int white = 255 - to8Bits(samples[at + 3]);
      int argb = alpha ? to8Bits(samples[at + 4]) : 255;
      for (int ink = 0; ink < 3; ink++) {
        argb = argb << 8 | (white * (255 - to8Bits(samples[at + ink])) + 127) / 255;
      }
      row[i] = argb;
    }
  }

  private int to8Bits(int sample) {
    return to8Bits(sample, maximum);
  }

  private static int to8Bits(int sample, int white) {
    if (sample <= 0 || white <= 0) {
      return 0;
    }
    return sample >= white ? 255 : (sample * 255 + white / 2) / white;
  }

  private void readBytes(int x, int y, int[] row) {
    byte[] rgb = (byte[]) raster.getDataElements(x, y, row.length, 1, new byte[3 * row.length]);
    for (int i = 0, at = 0; i < row.length; i++, at += 3) {
      row[i] =
          0xFF << 24 | (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
    }
  }

  private void readInts(int x, int y, int[] row) {
    raster.getDataElements(x, y, row.length, 1, row);
    if (!alpha) {
      for (int i = 0; i < row.length; i++) {
        row[i] |= 0xFF << 24;
      }
    }
  }

  private static boolean isGray(BufferedImage image) {
    int type = image.getRaster().getDataBuffer().getDataType();
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !(image.getColorModel() instanceof IndexColorModel)
        && (type == DataBuffer.TYPE_BYTE
            || type == DataBuffer.TYPE_USHORT
            || type == DataBuffer.TYPE_SHORT);
  }

  /** Returns the sample of white; of signed samples, those below 0 are as black as 0. */
  private static int maximum(SampleModel samples) {
    return samples.getDataType() == DataBuffer.TYPE_SHORT
        ? Short.MAX_VALUE
        : (1 << samples.getSampleSize(0)) - 1;
  }

  private static BufferedImage redrawn(BufferedImage image) {
    BufferedImage redrawn = sameSize(image);
    Graphics2D graphics = redrawn.createGraphics();
    graphics.setComposite(AlphaComposite.Src);
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return redrawn;
  }

  private static BufferedImage sameSize(BufferedImage image) {
    int type = image.getColorModel().hasAlpha() ? TYPE_INT_ARGB : TYPE_INT_RGB;
    return new BufferedImage(image.getWidth(), image.getHeight(), type);
  }
}
