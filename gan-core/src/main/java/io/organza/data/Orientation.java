package io.organza.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, as the Exif data of a JPEG, PNG, WebP or TIFF tells: javax.imageio leaves
 * turning to us.
 *
 * @param exif 1 (upright) to 8, by the Exif standard, tag 0x0112
 */
record Orientation(int exif) {

  private static final Orientation UPRIGHT = new Orientation(1);
  private static final short JPEG = (short) 0xFFD8;
  private static final short PNG = (short) 0x8950;
  private static final short RIFF = 0x5249;
  private static final short TIFF_LITTLE = 0x4949;
  private static final short TIFF_BIG = 0x4D4D;
  private static final int PNG_EXIF = 0x65584966; // "eXIf"
  private static final int WEBP_EXIF = 0x45584946; // "EXIF"
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int EXIF = 0x45786966; // "Exif"
  private static final int TAG = 0x0112;

  /** Reads a file's orientation; upright if it tells none. */
  static Orientation of(byte[] file) {
    try {
      return find(ByteBuffer.wrap(file));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Cut short or nonsense, which is for the decoder to judge.
      return UPRIGHT;
    }
  }

  /** Tells whether height and width change places. */
  boolean swapsSides() {
    return exif >= 5;
  }

  /** Returns the image as it was seen. */
  BufferedImage upright(BufferedImage image) {
    if (exif == 1) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean flipX = exif == 2 || exif == 3 || exif == 7 || exif == 8;
    boolean flipY = exif == 3 || exif == 4 || exif == 6 || exif == 7;
    Raster from = image.getRaster();
    WritableRaster to =
        from.createCompatibleWritableRaster(
            swapsSides() ? height : width, swapsSides() ? width : height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int u = flipX ? width - 1 - x : x;
        int v = flipY ? height - 1 - y : y;
        Object pixel = from.getDataElements(x, y, null);
        to.setDataElements(swapsSides() ? v : u, swapsSides() ? u : v, pixel);
      }
    }
    return new BufferedImage(image.getColorModel(), to, image.isAlphaPremultiplied(), null);
  }

  private static Orientation find(ByteBuffer file) {
    return switch (file.getShort(0)) {
      case JPEG -> inJpeg(file);
      case PNG -> inPng(file);
      case RIFF -> inWebp(file);
      case TIFF_LITTLE, TIFF_BIG -> inTiff(file);
      default -> UPRIGHT;
    };
  }

  private static Orientation inJpeg(ByteBuffer file) {
    int at = 2;
    while (file.get(at) == (byte) 0xFF && (file.get(at + 1) & 0xFF) != START_OF_SCAN) {
      if ((file.get(at + 1) & 0xFF) == APP1 && file.getInt(at + 4) == EXIF) {
        return inTiff(tail(file, at + 10));
      }
      at += 2 + (file.getShort(at + 2) & 0xFFFF);
    }
    return UPRIGHT;
  }

  private static Orientation inPng(ByteBuffer file) {
    for (int at = 8; file.getInt(at) >= 0; at += 12 + file.getInt(at)) {
      if (file.getInt(at + 4) == PNG_EXIF) {
        return inTiff(tail(file, at + 8));
      }
    }
    return UPRIGHT;
  }

  private static Orientation inWebp(ByteBuffer file) {
    ByteBuffer riff = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 12; riff.getInt(at + 4) >= 0; at += 8 + ((riff.getInt(at + 4) + 1) & ~1)) {
      if (file.getInt(at) == WEBP_EXIF) {
        // Some writers repeat the words that begin a JPEG's segment.
        return inTiff(tail(file, file.getInt(at + 8) == EXIF ? at + 14 : at + 8));
      }
    }
    return UPRIGHT;
  }

  private static ByteBuffer tail(ByteBuffer file, int from) {
    return file.slice(from, file.capacity() - from);
  }

  private static Orientation inTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      int value = tiff.getShort(entry + 8);
      if (tiff.getShort(entry) == TAG && value >= 1 && value <= 8) {
        return new Orientation(value);
      }
    }
    return UPRIGHT;
  }
}
