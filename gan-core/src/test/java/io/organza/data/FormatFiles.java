package io.organza.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntBinaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Image files written byte by byte after the formats' specifications, or by ImageIO's writers: the
 * same small picture in many forms.
 */
final class FormatFiles {

  static final int WIDTH = 6;
  static final int HEIGHT = 4;

  private FormatFiles() {}

  /** Returns the picture's level at (x, y) of red (0), green (1) or blue (2). */
  static int level(int x, int y, int channel) {
    return switch (channel) {
      case 0 -> 20 + 40 * x;
      case 1 -> 30 + 60 * y;
      default -> (37 * x + 91 * y) & 0xFF;
    };
  }

  /** Returns the grey picture's level at (x, y). */
  static int gray(int x, int y) {
    return 10 + 30 * x + 15 * y;
  }

  static int alpha(int x, int y) {
    return 255 - 50 * x - y;
  }

  static int rgb(int x, int y) {
    return 0xFF000000 | level(x, y, 0) << 16 | level(x, y, 1) << 8 | level(x, y, 2);
  }

  /** Writes the colour picture's samples in the given order of channels; 3 is alpha. */
  static byte[] samples(int... channels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int y = 0; y < HEIGHT; y++) {
      out.writeBytes(row(y, channels));
    }
    return out.toByteArray();
  }

  static byte[] row(int y, int... channels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int x = 0; x < WIDTH; x++) {
      for (int channel : channels) {
        out.write(channel == 3 ? alpha(x, y) : channel == 4 ? gray(x, y) : level(x, y, channel));
      }
    }
    return out.toByteArray();
  }

  /** Returns 8-bit samples as 16-bit ones that mean the same. */
  static byte[] wide(byte[] samples) {
    byte[] wide = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      wide[2 * i] = samples[i];
      wide[2 * i + 1] = samples[i];
    }
    return wide;
  }

  static BufferedImage image(int type, IntBinaryOperator argb) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, argb.applyAsInt(x, y));
      }
    }
    return image;
  }

  /** Returns a grey image of 8 or 16 bits with the levels as they are, of no colour conversion. */
  static BufferedImage grayImage(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    int scale = type == BufferedImage.TYPE_USHORT_GRAY ? 257 : 1;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.getRaster().setSample(x, y, 0, scale * gray(x, y));
      }
    }
    return image;
  }

  /** Returns an RGB image of 16 bits. */
  static BufferedImage wideImage() {
    ImageTypeSpecifier type =
        ImageTypeSpecifier.createInterleaved(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            new int[] {0, 1, 2},
            DataBuffer.TYPE_USHORT,
            false,
            false);
    BufferedImage image = type.createBufferedImage(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int band = 0; band < 3; band++) {
          image.getRaster().setSample(x, y, band, 257 * level(x, y, band));
        }
      }
    }
    return image;
  }

  /** Writes images by ImageIO's own writer of a format. */
  static byte[] write(
      String format, boolean progressive, String compression, BufferedImage... pages)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = jdkWriter(format);
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    if (!compression.isEmpty()) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
    }
    if (format.equals("jpeg")) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(1);
    }
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      if (pages.length == 1) {
        writer.write(null, new IIOImage(pages[0], null, null), param);
      } else {
        writer.prepareWriteSequence(null);
        for (BufferedImage page : pages) {
          writer.writeToSequence(new IIOImage(page, null, null), param);
        }
        writer.endWriteSequence();
      }
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  static byte[] pnm(String header, byte[] samples) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(text.length + samples.length).put(text).put(samples).array();
  }

  /** Returns a Truevision TGA, from the top down; samples are BGR(A) or grey. */
  static byte[] tga(int type, int depth, byte[] samples) {
    ByteBuffer file = ByteBuffer.allocate(18 + samples.length + 26).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0).put((byte) 0).put((byte) type).put(new byte[9]);
    file.putShort((short) WIDTH).putShort((short) HEIGHT).put((byte) depth);
    file.put((byte) (0x20 | (depth == 32 ? 8 : 0))).put(samples);
    file.putInt(0).putInt(0).put("TRUEVISION-XFILE.\0".getBytes(StandardCharsets.US_ASCII));
    return file.array();
  }

  /** Returns BGR pixels run-length coded: a raw packet for each row. */
  static byte[] tgaPackets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int y = 0; y < HEIGHT; y++) {
      out.write(WIDTH - 1);
      out.writeBytes(row(y, 2, 1, 0));
    }
    return out.toByteArray();
  }

  /** Returns a PSD without layers: mode 1 is grey, 3 RGB; planes follow each other. */
  static byte[] psd(int channels, int bits, int mode, byte[] planes) {
    ByteBuffer file = ByteBuffer.allocate(26 + 12 + 2 + planes.length);
    file.put("8BPS".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1).put(new byte[6]);
    file.putShort((short) channels).putInt(HEIGHT).putInt(WIDTH);
    file.putShort((short) bits).putShort((short) mode);
    file.putInt(0).putInt(0).putInt(0).putShort((short) 0);
    return file.put(planes).array();
  }

  static byte[] planes(int... channels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int channel : channels) {
      out.writeBytes(samples(channel));
    }
    return out.toByteArray();
  }

  /** Returns an icon of PNGs, each square. */
  static byte[] ico(List<byte[]> pngs, List<Integer> sides) {
    int size = 6 + pngs.stream().mapToInt(png -> 16 + png.length).sum();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0).putShort((short) 1).putShort((short) pngs.size());
    int at = 6 + 16 * pngs.size();
    for (int i = 0; i < pngs.size(); i++) {
      byte side = (byte) (int) sides.get(i);
      file.put(side).put(side).put((byte) 0).put((byte) 0);
      file.putShort((short) 1).putShort((short) 32).putInt(pngs.get(i).length).putInt(at);
      at += pngs.get(i).length;
    }
    pngs.forEach(file::put);
    return file.array();
  }

  /** Returns an Apple icon of PNGs under the given types. */
  static byte[] icns(List<byte[]> pngs, List<String> types) {
    int size = 8 + pngs.stream().mapToInt(png -> 8 + png.length).sum();
    ByteBuffer file = ByteBuffer.allocate(size);
    file.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(size);
    for (int i = 0; i < pngs.size(); i++) {
      file.put(types.get(i).getBytes(StandardCharsets.US_ASCII)).putInt(8 + pngs.get(i).length);
      file.put(pngs.get(i));
    }
    return file.array();
  }

  /** Returns a square PNG of one colour. */
  static byte[] plainPng(int side, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, rgb);
    }
    return TestImages.encode(image, "png");
  }

  /**
   * Returns a lossless WebP of one colour: five prefix codes of a single symbol each, so that the
   * pixels take no bits at all.
   */
  static byte[] plainWebp(int argb) {
    BitWriter bits = new BitWriter();
    bits.put(0x2F, 8);
    bits.put(WIDTH - 1, 14);
    bits.put(HEIGHT - 1, 14);
    bits.put(argb >>> 24 == 255 ? 0 : 1, 1);
    bits.put(0, 3); // version
    bits.put(0, 1); // no transform
    bits.put(0, 1); // no colour cache
    bits.put(0, 1); // one group of codes
    int[] symbols = {argb >> 8 & 0xFF, argb >> 16 & 0xFF, argb & 0xFF, argb >>> 24, 0};
    for (int symbol : symbols) {
      bits.put(1, 1); // simple code
      bits.put(0, 1); // of one symbol
      bits.put(1, 1); // of 8 bits
      bits.put(symbol, 8);
    }
    byte[] stream = bits.toBytes();
    int padded = (stream.length + 1) & ~1;
    ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(stream.length).put(stream);
    return file.array();
  }

  /** Puts bits together, the lowest first. */
  private static final class BitWriter {
    private final BitSet bits = new BitSet();
    private int count;

    void put(int value, int width) {
      for (int i = 0; i < width; i++) {
        bits.set(count++, ((value >> i) & 1) == 1);
      }
    }

    byte[] toBytes() {
      return Arrays.copyOf(bits.toByteArray(), (count + 7) / 8);
    }
  }

  /**
   * Returns a 6x8 GIF of four colours, of which the third is clear, with pixels (x + 6 y) mod 3; a
   * code that clears the table stands before every second pixel, so that all codes take three bits.
   */
  static byte[] gif(boolean interlaced, int frames) {
    return gif(interlaced, frames, new int[] {WIDTH, 8, 0, 0});
  }

  /** Returns the same, of one frame at (left, top) of a canvas of another size. */
  static byte[] gifOnCanvas(int width, int height, int left, int top) {
    return gif(false, 1, new int[] {width, height, left, top});
  }

  private static byte[] gif(boolean interlaced, int frames, int[] canvas) {
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
    if (interlaced) {
      order = new int[] {0, 4, 2, 6, 1, 3, 5, 7};
    }
    BitWriter bits = new BitWriter();
    for (int i = 0; i < WIDTH * order.length; i++) {
      if (i % 2 == 0) {
        bits.put(4, 3);
      }
      bits.put((i % WIDTH + WIDTH * order[i / WIDTH]) % 3, 3);
    }
    bits.put(5, 3);
    byte[] codes = bits.toBytes();
    ByteBuffer file = ByteBuffer.allocate(200 + 60 * frames).order(ByteOrder.LITTLE_ENDIAN);
    file.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
    file.putShort((short) canvas[0]).putShort((short) canvas[1]);
    file.put(new byte[] {(byte) 0x91, 0, 0});
    file.put(HexFormat.of().parseHex("0a1496c864321eb400000000"));
    for (int frame = 0; frame < frames; frame++) {
      file.put(HexFormat.of().parseHex("21f904010a000200"));
      file.put((byte) 0x2C).putShort((short) canvas[2]).putShort((short) canvas[3]);
      file.putShort((short) WIDTH).putShort((short) 8);
      file.put((byte) (interlaced ? 0x40 : 0)).put((byte) 2);
      file.put((byte) codes.length).put(codes).put((byte) 0);
    }
    file.put((byte) 0x3B);
    return Arrays.copyOf(file.array(), file.position());
  }

  /** Returns an 8x8 JPEG of one colour in four channels, with Adobe's marker. */
  static byte[] adobeJpeg(int transform, int... levels) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    for (int i = 0; i < 64; i++) {
      raster.setPixel(i % 8, i / 8, levels);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = jdkWriter("jpeg");
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    }
    writer.dispose();
    String marker = "ffee000e41646f6265006400000000%02x".formatted(transform);
    return withSegment(bytes.toByteArray(), HexFormat.of().parseHex(marker));
  }

  /** Returns the JDK's own writer: plug-ins' writers know fewer kinds of images. */
  private static ImageWriter jdkWriter(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
    }
    throw new IllegalArgumentException("the JDK does not write " + format);
  }

  /** Returns the JPEG with an embedded profile. */
  static byte[] withProfile(byte[] jpeg, byte[] profile) {
    ByteBuffer segment = ByteBuffer.allocate(18 + profile.length);
    segment.putShort((short) 0xFFE2).putShort((short) (16 + profile.length));
    segment.put("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 1);
    return withSegment(jpeg, segment.put(profile).array());
  }

  /** Returns the JPEG with a segment right at the start, or after JFIF's. */
  static byte[] withSegment(byte[] jpeg, byte[] segment) {
    int at = jpeg[3] == (byte) 0xE0 ? 4 + ((jpeg[4] << 8) | (jpeg[5] & 0xFF)) : 2;
    return ByteBuffer.allocate(jpeg.length + segment.length)
        .put(jpeg, 0, at)
        .put(segment)
        .put(jpeg, at, jpeg.length - at)
        .array();
  }
}
