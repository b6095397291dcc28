package io.organza.data;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The colour space that a PNG's chunks tell of, which ImageIO leaves to us: an embedded profile
 * ({@code iCCP}), or an exponent ({@code gAMA}); sRGB if neither is there, or the file is no PNG.
 *
 * @param profile the embedded RGB profile, if any
 * @param exponent by which light becomes the stored level; 0 if the levels are sRGB's
 */
record PngColor(@Nullable ICC_Profile profile, double exponent) {

  private static final PngColor SRGB = new PngColor(null, 0);
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int ICCP = 0x69434350;
  private static final int SRGB_CHUNK = 0x73524742;
  private static final int GAMA = 0x67414D41;
  private static final int IDAT = 0x49444154;
  private static final int MOST_PROFILE_BYTES = 4 << 20;

  /** An exponent so near to that of sRGB, 1/2.2, means sRGB. */
  private static final double TOLERANCE = 0.01;

  /** Reads the chunks before the pixels; what is damaged there counts as not there. */
  static PngColor of(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    if (file.length < 20 || png.getLong(0) != SIGNATURE) {
      return SRGB;
    }
    PngColor found = SRGB;
    int at = 8;
    while (at + 12 <= file.length && png.getInt(at + 4) != IDAT) {
      int length = png.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        break;
      }
      switch (png.getInt(at + 4)) {
        case SRGB_CHUNK -> {
          return SRGB;
        }
        case ICCP -> found = new PngColor(profile(png.slice(at + 8, length)), 0);
        case GAMA -> found = found.profile() != null ? found : gamma(png, at + 8, length);
        default -> {}
      }
      at += 12 + length;
    }
    return found;
  }

  /** Returns the same picture with levels as sRGB has them; may change the given one. */
  BufferedImage toSrgb(BufferedImage image) {
    boolean gray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    if (profile != null) {
      return gray ? image : converted(image, profile);
    }
    return exponent == 0 ? image : corrected(image);
  }

  private static BufferedImage converted(BufferedImage image, ICC_Profile profile) {
    ColorModel model = image.getColorModel();
    boolean alpha = model.hasAlpha();
    BufferedImage rgb = image;
    if (!(model instanceof ComponentColorModel)) {
      int type = alpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR;
      rgb = new BufferedImage(image.getWidth(), image.getHeight(), type);
      rgb.createGraphics().drawImage(image, 0, 0, null);
    }
    int transfer = rgb.getRaster().getTransferType();
    ColorModel tagged =
        new ComponentColorModel(
            new ICC_ColorSpace(profile), alpha, false, model.getTransparency(), transfer);
    BufferedImage named = new BufferedImage(tagged, rgb.getRaster(), false, null);
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    return new ColorConvertOp(null)
        .filter(named, new BufferedImage(image.getWidth(), image.getHeight(), type));
  }

  private BufferedImage corrected(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return new BufferedImage(corrected(palette), image.getRaster(), false, null);
    }
    WritableRaster raster = image.getRaster();
    int maximum = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 65535 : 255;
    int[] table = new int[maximum + 1];
    for (int i = 0; i <= maximum; i++) {
      table[i] = srgb(i, maximum);
    }
    int colors = image.getColorModel().getNumColorComponents();
    int width = raster.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int band = 0; band < colors; band++) {
        raster.getSamples(0, y, width, 1, band, row);
        for (int x = 0; x < width; x++) {
          row[x] = table[row[x]];
        }
        raster.setSamples(0, y, width, 1, band, row);
      }
    }
    return image;
  }

  private IndexColorModel corrected(IndexColorModel palette) {
    int size = palette.getMapSize();
    int[] colors = new int[size];
    palette.getRGBs(colors);
    IntUnaryOperator level = value -> srgb(value & 0xFF, 255);
    for (int i = 0; i < size; i++) {
      int argb = colors[i];
      colors[i] =
          (argb & 0xFF000000)
              | level.applyAsInt(argb >> 16) << 16
              | level.applyAsInt(argb >> 8) << 8
              | level.applyAsInt(argb);
    }
    int transfer = DataBuffer.TYPE_BYTE;
    return new IndexColorModel(
        palette.getPixelSize(), size, colors, 0, palette.hasAlpha(), -1, transfer);
  }

  /** Returns sRGB's level for the light that a stored level means. */
  private int srgb(int level, int maximum) {
    double light = Math.pow((double) level / maximum, 1 / exponent);
    double encoded = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    return (int) Math.round(encoded * maximum);
  }

  private static PngColor gamma(ByteBuffer png, int at, int length) {
    double exponent = length == 4 ? png.getInt(at) / 100_000.0 : 0;
    boolean usual = Math.abs(exponent - 1 / 2.2) < TOLERANCE;
    return usual || exponent < 0.05 || exponent > 20 ? SRGB : new PngColor(null, exponent);
  }

  private static byte[] inflated(byte[] deflated) throws IOException {
    try (InputStream profile = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      return profile.readNBytes(MOST_PROFILE_BYTES);
    }
  }

  private static @Nullable ICC_Profile profile(ByteBuffer chunk) {
    try {
      while (chunk.get() != 0) {}
      chunk.get();
      byte[] deflated = new byte[chunk.remaining()];
      chunk.get(deflated);
      ICC_Profile read = ICC_Profile.getInstance(inflated(deflated));
      return read.getColorSpaceType() == ColorSpace.TYPE_RGB ? read : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
