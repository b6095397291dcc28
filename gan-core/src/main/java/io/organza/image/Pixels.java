package io.organza.image;

import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;

import java.awt.image.BufferedImage;

/**
 * The two forms of a picture and the way between them: 8-bit levels in [0, 255] for images and
 * storage, floats in [-1, 1] for networks.
 *
 * <p>Arrays are planar, (C, H, W) with C = 1 (grey), 3 (RGB) or 4 (RGB and alpha). This is the only
 * place where the range [-1, 1] is written.
 */
public final class Pixels {

  private static final float HALF_RANGE = 127.5f;
  private static final float[] FLOATS = floats();

  private Pixels() {}

  /** Returns the float in [-1, 1] of an unsigned 8-bit level. */
  public static float toFloat(byte level) {
    return FLOATS[level & 0xFF];
  }

  /** Returns the nearest unsigned 8-bit level of a float; outside [-1, 1] is clamped. */
  public static byte toLevel(float value) {
    float level = (value + 1) * HALF_RANGE;
    return (byte) Math.round(Math.min(Math.max(level, 0), 255));
  }

  /**
   * Returns the levels of an image, (C, H, W), laid on white where it is transparent.
   *
   * @see #toLevels(BufferedImage, int, Background)
   */
  public static byte[] toLevels(BufferedImage image, int channels) {
    return toLevels(image, channels, Background.WHITE);
  }

  /**
   * Returns the levels of an image, (C, H, W).
   *
   * <p>Colour becomes grey by its Rec. 709 luma, the weights of sRGB's primaries; grey becomes
   * colour by repetition. Transparent images are laid on a colour unless alpha is asked for, and
   * opaque ones get an alpha of 255. 16 bits become 8 by division and rounding.
   *
   * @param image an image of any type
   * @param channels 1, 3 or 4
   * @param background what transparent images are laid on
   */
  public static byte[] toLevels(BufferedImage image, int channels, Background background) {
    checkChannels(channels);
    ArgbRows rows = ArgbRows.of(image);
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] levels = new byte[channels * height * width];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      rows.read(0, y, row);
      if (channels < 4 && rows.hasAlpha()) {
        background.under(row);
      }
      if (channels == 1) {
        putLuma(row, levels, y * width);
      } else {
        putPlanes(row, levels, y * width, height * width);
      }
    }
    return levels;
  }

  /**
   * Returns the levels of a picture, interleaved: (H, W, C).
   *
   * @param planar holds (C, H, W) floats in [-1, 1] from {@code offset} on
   * @param offset the index of the first float of the picture
   */
  public static byte[] toInterleaved(float[] planar, int offset, ImageShape shape) {
    int channels = shape.channels();
    int plane = shape.height() * shape.width();
    byte[] levels = new byte[shape.size()];
    for (int channel = 0; channel < channels; channel++) {
      int from = offset + channel * plane;
      for (int i = 0; i < plane; i++) {
        levels[i * channels + channel] = toLevel(planar[from + i]);
      }
    }
    return levels;
  }

  /**
   * Puts a picture's levels into planar floats in [-1, 1].
   *
   * @param levels (H, W, C)
   * @param planar receives (C, H, W) floats from {@code offset} on
   * @param offset the index of the first of them
   */
  public static void toPlanar(byte[] levels, ImageShape shape, float[] planar, int offset) {
    int channels = shape.channels();
    int plane = shape.height() * shape.width();
    for (int i = 0; i < levels.length; i++) {
      planar[offset + i % channels * plane + i / channels] = toFloat(levels[i]);
    }
  }

  /** Returns levels (C, H, W) interleaved: (H, W, C). */
  public static byte[] toInterleaved(byte[] planar, ImageShape shape) {
    int channels = shape.channels();
    int plane = shape.height() * shape.width();
    byte[] levels = new byte[shape.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = planar[i % channels * plane + i / channels];
    }
    return levels;
  }

  /**
   * Returns the image of interleaved levels: grey, RGB or ARGB by its channels.
   *
   * @param levels (H, W, C)
   */
  public static BufferedImage toImage(byte[] levels, ImageShape shape) {
    int channels = shape.channels();
    int type = channels == 1 ? TYPE_BYTE_GRAY : channels == 3 ? TYPE_INT_RGB : TYPE_INT_ARGB;
    BufferedImage image = new BufferedImage(shape.width(), shape.height(), type);
    if (channels == 1) {
      image.getRaster().setDataElements(0, 0, shape.width(), shape.height(), levels);
      return image;
    }
    int[] argb = new int[shape.height() * shape.width()];
    for (int i = 0; i < argb.length; i++) {
      int at = i * channels;
      int alpha = channels == 4 ? levels[at + 3] : 255;
      int rgb = (levels[at] & 0xFF) << 16 | (levels[at + 1] & 0xFF) << 8 | (levels[at + 2] & 0xFF);
      argb[i] = alpha << 24 | rgb;
    }
    image.getRaster().setDataElements(0, 0, shape.width(), shape.height(), argb);
    return image;
  }

  private static float[] floats() {
    float[] floats = new float[256];
    for (int level = 0; level < floats.length; level++) {
      floats[level] = level / HALF_RANGE - 1;
    }
    return floats;
  }

  private static void checkChannels(int channels) {
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new IllegalArgumentException("channels must be 1, 3 or 4, got " + channels);
    }
  }

  private static void putLuma(int[] row, byte[] levels, int at) {
    for (int x = 0; x < row.length; x++) {
      int argb = row[x];
      // Weights in 1/65536 that sum to one, so that grey stays what it is.
      int luma = 13933 * (argb >> 16 & 0xFF) + 46871 * (argb >> 8 & 0xFF) + 4732 * (argb & 0xFF);
      levels[at + x] = (byte) ((luma + 0x8000) >> 16);
    }
  }

  private static void putPlanes(int[] row, byte[] levels, int at, int plane) {
    boolean withAlpha = levels.length == 4 * plane;
    for (int x = 0; x < row.length; x++) {
      int argb = row[x];
      levels[at + x] = (byte) (argb >> 16);
      levels[at + x + plane] = (byte) (argb >> 8);
      levels[at + x + 2 * plane] = (byte) argb;
      if (withAlpha) {
        levels[at + x + 3 * plane] = (byte) (argb >>> 24);
      }
    }
  }
}
