package io.organza.data;

import static io.organza.data.FormatFiles.HEIGHT;
import static io.organza.data.FormatFiles.WIDTH;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.organza.image.Pixels;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of formats and variants: what a person's file shows is what is trained on.
 *
 * <p>Lossless formats are compared to the level, sums of 16-bit rounding and colour management
 * within one or two levels, JPEG and lossy WebP within four. Inks (CMYK) without a profile have no
 * one true conversion: here each ink takes away its share of the light that the others leave.
 */
class FormatsTest {

  private static final int PLAIN = 0xFF326496;

  /** Lossy WebP, 16x16: the left half (200, 60, 30), the right half (20, 90, 180). */
  private static final String LOSSY_WEBP =
      "UklGRkIAAABXRUJQVlA4IDYAAAAQAgCdASoQABAAAIAIJaACdLoB+AH6AAPIAP77k///QUv/+iaKiBp3/v3X//Sv/OW71/6o0AA=";

  /** A file and the picture that it holds. */
  record Variant(String name, ByteBuffer file, IntBinaryOperator argb, int tolerance) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"png", "jpeg", "tiff", "gifAndBmp", "pnm", "tga", "psd", "icons", "webp"})
  void everyVariantShowsItsPicture(Variant variant) throws IOException {
    BufferedImage image = new ImageDecoder(1_000_000).decode(variant.file().array()).image();
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] levels = Pixels.toLevels(image, 4);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int expected = variant.argb().applyAsInt(x, y);
        for (int channel = 0; channel < (expected >>> 24 == 0 ? 0 : 4); channel++) {
          int level = levels[(channel * height + y) * width + x] & 0xFF;
          int wanted = expected >>> (channel == 3 ? 24 : 16 - 8 * channel) & 0xFF;
          assertThat(level)
              .as("channel %d of (%d, %d) in %dx%d", channel, x, y, width, height)
              .isCloseTo(wanted, within(variant.tolerance()));
        }
      }
    }
  }

  static Stream<Variant> png() throws IOException {
    BufferedImage color = FormatFiles.image(BufferedImage.TYPE_INT_RGB, FormatsTest::color);
    byte[] palette = {(byte) 200, 10, 20, 30, (byte) 140, 50};
    byte[][] indices = rows(y -> new byte[] {(byte) (y % 2 == 0 ? 0b01010100 : 0b10101000)});
    IntBinaryOperator stripes = (x, y) -> (x + y) % 2 == 0 ? 0xFFC80A14 : 0xFF1E8C32;
    IntBinaryOperator clearStripes = (x, y) -> (x + y) % 2 == 0 ? 0x80C80A14 : 0xFF1E8C32;
    return Stream.of(
        exact(
            "PNG grey 1 bit",
            png(1, PngFile.GRAY).rows(rows(FormatsTest::checkedRow)),
            FormatsTest::checks),
        exact(
            "PNG grey 2 bits",
            png(2, PngFile.GRAY).rows(rows(y -> new byte[] {0b00011011, 0b00010000})),
            (x, y) -> 0xFF000000 | 0x010101 * (85 * (x % 4))),
        exact(
            "PNG grey 4 bits",
            png(4, PngFile.GRAY).rows(rows(y -> new byte[] {0x01, 0x59, (byte) 0xEF})),
            (x, y) -> 0xFF000000 | 0x010101 * (17 * new int[] {0, 1, 5, 9, 14, 15}[x])),
        exact("PNG grey 8 bits", png(8, PngFile.GRAY).rows(rows(4)), FormatsTest::gray),
        exact("PNG grey 16 bits", png(16, PngFile.GRAY).rows(wideRows(4)), FormatsTest::gray),
        exact("PNG RGB 8 bits", png(8, PngFile.RGB).rows(rows(0, 1, 2)), FormatsTest::color),
        exact("PNG RGB 16 bits", png(16, PngFile.RGB).rows(wideRows(0, 1, 2)), FormatsTest::color),
        exact(
            "PNG grey and alpha",
            png(8, PngFile.GRAY_ALPHA).rows(rows(4, 3)),
            FormatsTest::grayAlpha),
        exact(
            "PNG grey and alpha 16 bits",
            png(16, PngFile.GRAY_ALPHA).rows(wideRows(4, 3)),
            FormatsTest::grayAlpha),
        exact(
            "PNG RGBA", png(8, PngFile.RGB_ALPHA).rows(rows(0, 1, 2, 3)), FormatsTest::colorAlpha),
        exact(
            "PNG RGBA 16 bits",
            png(16, PngFile.RGB_ALPHA).rows(wideRows(0, 1, 2, 3)),
            FormatsTest::colorAlpha),
        exact("PNG interlaced", FormatFiles.write("png", true, "", color), FormatsTest::color),
        exact(
            "PNG palette",
            png(1, PngFile.PALETTE)
                .chunk("PLTE", palette)
                .rows(rows(y -> new byte[] {(byte) (y % 2 == 0 ? 0b01010100 : 0b10101000)})),
            stripes),
        exact(
            "PNG palette and alpha",
            png(1, PngFile.PALETTE)
                .chunk("PLTE", palette)
                .chunk("tRNS", new byte[] {(byte) 0x80})
                .rows(indices),
            clearStripes),
        exact(
            "PNG RGB and a transparent colour",
            png(8, PngFile.RGB).chunk("tRNS", new byte[] {0, 20, 0, 30, 0, 0}).rows(rows(0, 1, 2)),
            (x, y) -> x + y == 0 ? 0 : FormatFiles.rgb(x, y)),
        exact(
            "PNG of linear light by gamma",
            png(16, PngFile.GRAY).chunk("gAMA", bytes(100_000)).rows(wideRows(4)),
            (x, y) -> 0xFF000000 | 0x010101 * encoded(FormatFiles.gray(x, y))),
        variant(
            "PNG RGB of linear light by gamma",
            png(8, PngFile.RGB).chunk("gAMA", bytes(100_000)).rows(rows(0, 1, 2)),
            (x, y) -> encodedRgb(FormatFiles.rgb(x, y)),
            0),
        exact(
            "PNG palette of linear light by gamma",
            png(1, PngFile.PALETTE)
                .chunk("gAMA", bytes(100_000))
                .chunk("PLTE", palette)
                .rows(indices),
            (x, y) -> encodedRgb(stripes.applyAsInt(x, y))),
        exact(
            "PNG with the usual gamma",
            png(8, PngFile.RGB).chunk("gAMA", bytes(45_455)).rows(rows(0, 1, 2)),
            FormatsTest::color),
        variant(
            "PNG of linear light by its profile",
            png(8, PngFile.RGB).chunk("iCCP", PngFile.profile(linearProfile())).rows(rows(0, 1, 2)),
            (x, y) -> encodedRgb(FormatFiles.rgb(x, y)),
            2));
  }

  static Stream<Variant> jpeg() throws IOException {
    BufferedImage halves = halves(BufferedImage.TYPE_INT_RGB);
    BufferedImage gray = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 32 * 16; i++) {
      gray.getRaster().setSample(i % 32, i / 32, 0, i % 32 < 16 ? 60 : 190);
    }
    byte[] baseline = FormatFiles.write("jpeg", false, "", halves);
    return Stream.of(
        variant("JPEG", baseline, FormatsTest::half, 4),
        variant(
            "JPEG progressive", FormatFiles.write("jpeg", true, "", halves), FormatsTest::half, 4),
        variant(
            "JPEG grey",
            FormatFiles.write("jpeg", false, "", gray),
            (x, y) -> x < 16 ? 0xFF3C3C3C : 0xFFBEBEBE,
            2),
        variant(
            "JPEG of linear light by its profile",
            FormatFiles.withProfile(baseline, linearProfile()),
            (x, y) -> encodedRgb(half(x, y)),
            6),
        // Adobe stores inks upside down, 255 is none; with YCCK they are turned as if they were
        // RGB.
        variant("JPEG CMYK", FormatFiles.adobeJpeg(0, 255, 0, 0, 255), (x, y) -> 0xFFFF0000, 4),
        variant("JPEG YCCK", FormatFiles.adobeJpeg(2, 179, 171, 0, 255), (x, y) -> 0xFFFF0000, 4),
        variant(
            "JPEG CMYK half black",
            FormatFiles.adobeJpeg(0, 255, 255, 255, 127),
            (x, y) -> 0xFF7F7F7F,
            4),
        variant(
            "JPEG YCCK half black",
            FormatFiles.adobeJpeg(2, 0, 128, 128, 127),
            (x, y) -> 0xFF7F7F7F,
            4),
        variant(
            "JPEG CMYK half inks",
            FormatFiles.adobeJpeg(0, 155, 205, 235, 245),
            (x, y) -> 0xFF95C5E2,
            4),
        variant(
            "JPEG CMYK white",
            FormatFiles.adobeJpeg(0, 255, 255, 255, 255),
            (x, y) -> 0xFFFFFFFF,
            3));
  }

  static Stream<Variant> tiff() throws IOException {
    BufferedImage color = FormatFiles.image(BufferedImage.TYPE_3BYTE_BGR, FormatsTest::color);
    BufferedImage other = FormatFiles.image(BufferedImage.TYPE_3BYTE_BGR, (x, y) -> 0xFF0000FF);
    BufferedImage alpha = FormatFiles.image(BufferedImage.TYPE_4BYTE_ABGR, FormatsTest::colorAlpha);
    BufferedImage gray = FormatFiles.grayImage(BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage wide = FormatFiles.grayImage(BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage bits = FormatFiles.image(BufferedImage.TYPE_BYTE_BINARY, FormatsTest::checks);
    return Stream.of(
        exact("TIFF", FormatFiles.write("tiff", false, "", color), FormatsTest::color),
        exact("TIFF LZW", FormatFiles.write("tiff", false, "LZW", color), FormatsTest::color),
        exact(
            "TIFF Deflate", FormatFiles.write("tiff", false, "Deflate", color), FormatsTest::color),
        exact(
            "TIFF 16 bits",
            FormatFiles.write("tiff", false, "", FormatFiles.wideImage()),
            FormatsTest::color),
        exact("TIFF alpha", FormatFiles.write("tiff", false, "", alpha), FormatsTest::colorAlpha),
        exact("TIFF grey", FormatFiles.write("tiff", false, "", gray), FormatsTest::gray),
        exact(
            "TIFF grey 16 bits", FormatFiles.write("tiff", false, "LZW", wide), FormatsTest::gray),
        exact(
            "TIFF black and white",
            FormatFiles.write("tiff", false, "", bits),
            FormatsTest::checks),
        exact(
            "TIFF grey 12 bits",
            new TiffFile(TiffFile.GRAY, 1, 12).pixels(twelveBits(FormatFiles.samples(4))),
            FormatsTest::gray),
        exact(
            "TIFF grey 16 bits signed",
            new TiffFile(TiffFile.GRAY, 1, 16).format(TiffFile.SIGNED).pixels(signed(4)),
            FormatsTest::gray),
        exact(
            "TIFF 16 bits signed",
            new TiffFile(TiffFile.RGB, 3, 16).format(TiffFile.SIGNED).pixels(signed(0, 1, 2)),
            FormatsTest::color),
        exact(
            "TIFF grey and alpha",
            new TiffFile(TiffFile.GRAY, 2, 8)
                .extra(TiffFile.ALPHA)
                .pixels(FormatFiles.samples(4, 3)),
            FormatsTest::grayAlpha),
        variant(
            "TIFF grey times alpha",
            new TiffFile(TiffFile.GRAY, 2, 8).extra(TiffFile.PREMULTIPLIED).pixels(dimmed()),
            FormatsTest::dimmable,
            1),
        variant(
            "TIFF grey times alpha 16 bits",
            new TiffFile(TiffFile.GRAY, 2, 16)
                .extra(TiffFile.PREMULTIPLIED)
                .pixels(FormatFiles.wide(dimmed())),
            FormatsTest::dimmable,
            1),
        exact(
            "TIFF CMYK",
            new TiffFile(TiffFile.INKS, 4, 8).pixels(FormatFiles.samples(0, 1, 2, 4)),
            (x, y) -> printed(~FormatFiles.rgb(x, y), 255 - FormatFiles.gray(x, y))),
        exact(
            "TIFF of pages",
            FormatFiles.write("tiff", false, "", color, other),
            FormatsTest::color));
  }

  static Stream<Variant> gifAndBmp() throws IOException {
    byte[] reds = new byte[256];
    byte[] greens = new byte[256];
    byte[] blues = new byte[256];
    System.arraycopy(new byte[] {10, (byte) 200, 30}, 0, reds, 0, 3);
    System.arraycopy(new byte[] {20, 100, (byte) 180}, 0, greens, 0, 3);
    System.arraycopy(new byte[] {(byte) 150, 50, 0}, 0, blues, 0, 3);
    IndexColorModel colors = new IndexColorModel(8, 256, reds, greens, blues);
    BufferedImage indexed = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_INDEXED, colors);
    for (int i = 0; i < 24; i++) {
      indexed.getRaster().setSample(i % 6, i / 6, 0, i % 3);
    }
    int[] shown = {0xFF0A1496, 0xFFC86432, 0};
    IntBinaryOperator thirds = (x, y) -> shown[(x + 6 * y) % 3];
    BufferedImage color = FormatFiles.image(BufferedImage.TYPE_3BYTE_BGR, FormatsTest::color);
    return Stream.of(
        exact("GIF with a clear colour", FormatFiles.gif(false, 1), thirds),
        exact("GIF interlaced", FormatFiles.gif(true, 1), thirds),
        exact(
            "GIF on a larger canvas",
            FormatFiles.gifOnCanvas(9, 12, 2, 3),
            (x, y) ->
                x < 2 || x >= 2 + WIDTH || y < 3 || y >= 3 + 8
                    ? 0
                    : thirds.applyAsInt(x - 2, y - 3)),
        exact("GIF of frames", FormatFiles.gif(false, 3), thirds),
        exact("BMP", FormatFiles.write("bmp", false, "", color), FormatsTest::color),
        exact(
            "BMP palette",
            FormatFiles.write("bmp", false, "BI_RGB", indexed),
            (x, y) -> (x + 6 * y) % 3 == 2 ? 0xFF1EB400 : thirds.applyAsInt(x, y)));
  }

  static Stream<Variant> pnm() {
    StringBuilder ascii = new StringBuilder("P3\n# by hand\n6 4\n255\n");
    for (byte level : FormatFiles.samples(0, 1, 2)) {
      ascii.append(level & 0xFF).append(' ');
    }
    byte[] bits = new byte[HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      bits[y] = (byte) ~checkedRow(y)[0]; // 1 is black
    }
    byte[] color = FormatFiles.samples(0, 1, 2);
    return Stream.of(
        exact("PBM", FormatFiles.pnm("P4 6 4\n", bits), FormatsTest::checks),
        exact("PGM", FormatFiles.pnm("P5 6 4 255\n", FormatFiles.samples(4)), FormatsTest::gray),
        exact(
            "PGM 16 bits",
            FormatFiles.pnm("P5 6 4 65535\n", FormatFiles.wide(FormatFiles.samples(4))),
            FormatsTest::gray),
        exact("PPM", FormatFiles.pnm("P6 6 4 255\n", color), FormatsTest::color),
        exact(
            "PPM 16 bits",
            FormatFiles.pnm("P6 6 4 65535\n", FormatFiles.wide(color)),
            FormatsTest::color),
        exact("PPM in letters", ascii.toString().getBytes(US_ASCII), FormatsTest::color),
        exact(
            "PAM",
            FormatFiles.pnm(
                "P7\nWIDTH 6\nHEIGHT 4\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
                FormatFiles.samples(0, 1, 2, 3)),
            FormatsTest::colorAlpha));
  }

  static Stream<Variant> tga() {
    return Stream.of(
        exact("TGA", FormatFiles.tga(2, 24, FormatFiles.samples(2, 1, 0)), FormatsTest::color),
        exact(
            "TGA alpha",
            FormatFiles.tga(2, 32, FormatFiles.samples(2, 1, 0, 3)),
            FormatsTest::colorAlpha),
        exact("TGA grey", FormatFiles.tga(3, 8, FormatFiles.samples(4)), FormatsTest::gray),
        exact(
            "TGA run lengths",
            FormatFiles.tga(10, 24, FormatFiles.tgaPackets()),
            FormatsTest::color));
  }

  static Stream<Variant> psd() {
    byte[] wide = FormatFiles.wide(FormatFiles.planes(0, 1, 2));
    byte[] inks = FormatFiles.planes(0, 1, 2, 4);
    IntBinaryOperator print = (x, y) -> printed(FormatFiles.rgb(x, y), FormatFiles.gray(x, y));
    return Stream.of(
        // It stores inks upside down, too.
        exact("PSD CMYK", FormatFiles.psd(4, 8, 4, inks), print),
        exact("PSD CMYK 16 bits", FormatFiles.psd(4, 16, 4, FormatFiles.wide(inks)), print),
        exact("PSD", FormatFiles.psd(3, 8, 3, FormatFiles.planes(0, 1, 2)), FormatsTest::color),
        exact("PSD 16 bits", FormatFiles.psd(3, 16, 3, wide), FormatsTest::color),
        exact("PSD grey", FormatFiles.psd(1, 8, 1, FormatFiles.planes(4)), FormatsTest::gray));
  }

  /** Icons hold one picture in several sizes: here the largest alone has the right colour. */
  static Stream<Variant> icons() throws IOException {
    List<byte[]> pngs =
        List.of(FormatFiles.plainPng(16, 0xFF00FF), FormatFiles.plainPng(32, PLAIN));
    IntBinaryOperator plain = (x, y) -> PLAIN;
    return Stream.of(
        exact("ICO", FormatFiles.ico(pngs, List.of(16, 32)), plain),
        exact("ICNS", FormatFiles.icns(pngs, List.of("icp4", "icp5")), plain));
  }

  static Stream<Variant> webp() {
    int clear = 0x80326496;
    return Stream.of(
        exact("WebP lossless", FormatFiles.plainWebp(PLAIN), (x, y) -> PLAIN),
        exact("WebP lossless and alpha", FormatFiles.plainWebp(clear), (x, y) -> clear),
        variant(
            "WebP lossy",
            Base64.getDecoder().decode(LOSSY_WEBP),
            (x, y) -> x == 7 || x == 8 ? 0 : x < 8 ? 0xFFC83C1E : 0xFF145AB4,
            6));
  }

  private static Variant exact(String name, byte[] file, IntBinaryOperator argb) {
    return variant(name, file, argb, 0);
  }

  private static Variant variant(String name, byte[] file, IntBinaryOperator argb, int tolerance) {
    return new Variant(name, ByteBuffer.wrap(file), argb, tolerance);
  }

  private static int color(int x, int y) {
    return FormatFiles.rgb(x, y);
  }

  private static int gray(int x, int y) {
    return 0xFF000000 | (0x010101 * FormatFiles.gray(x, y));
  }

  private static int colorAlpha(int x, int y) {
    return FormatFiles.alpha(x, y) << 24 | (0xFFFFFF & FormatFiles.rgb(x, y));
  }

  private static int grayAlpha(int x, int y) {
    return FormatFiles.alpha(x, y) << 24 | (0x010101 * FormatFiles.gray(x, y));
  }

  /** Returns grey levels of a part of the range, for half of alpha or more. */
  private static int dimmable(int x, int y) {
    return (255 - 20 * x - y) << 24 | (0x010101 * FormatFiles.gray(x, y));
  }

  /** Returns grey levels multiplied by alpha, and alpha. */
  private static byte[] dimmed() {
    ByteBuffer samples = ByteBuffer.allocate(2 * WIDTH * HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int argb = dimmable(i % WIDTH, i / WIDTH);
      samples.put((byte) Math.round((argb & 0xFF) * (argb >>> 24) / 255f));
      samples.put((byte) (argb >>> 24));
    }
    return samples.array();
  }

  /** Returns levels as signed numbers of 16 bits, of which the negative ones mean nothing. */
  private static byte[] signed(int... channels) {
    byte[] samples = FormatFiles.samples(channels);
    ByteBuffer signed = ByteBuffer.allocate(2 * samples.length);
    for (byte sample : samples) {
      signed.putShort((short) Math.round((sample & 0xFF) * 32767 / 255f));
    }
    return signed.array();
  }

  /** Returns levels as numbers of 12 bits, packed. */
  private static byte[] twelveBits(byte[] samples) {
    ByteBuffer packed = ByteBuffer.allocate(samples.length * 3 / 2);
    for (int i = 0; i < samples.length; i += 2) {
      int first = Math.round((samples[i] & 0xFF) * 4095 / 255f);
      int second = Math.round((samples[i + 1] & 0xFF) * 4095 / 255f);
      packed.put((byte) (first >> 4)).put((byte) (first << 4 | second >> 8)).put((byte) second);
    }
    return packed.array();
  }

  private static int checks(int x, int y) {
    return (x + y) % 2 == 0 ? 0xFFFFFFFF : 0xFF000000;
  }

  private static PngFile png(int bits, int colors) throws IOException {
    return new PngFile(WIDTH, HEIGHT, bits, colors);
  }

  private static byte[][] rows(IntFunction<byte[]> row) {
    byte[][] rows = new byte[HEIGHT][];
    Arrays.setAll(rows, row);
    return rows;
  }

  private static byte[][] rows(int... channels) {
    return rows(y -> FormatFiles.row(y, channels));
  }

  private static byte[][] wideRows(int... channels) {
    return rows(y -> FormatFiles.wide(FormatFiles.row(y, channels)));
  }

  /** Returns a row of bits, the first set in even rows. */
  private static byte[] checkedRow(int y) {
    return new byte[] {(byte) (y % 2 == 0 ? 0b10101000 : 0b01010100)};
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] linearProfile() {
    return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  }

  /** Returns sRGB's level for linear light, by IEC 61966-2-1. */
  private static int encoded(int level) {
    double light = level / 255.0;
    double value = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * value);
  }

  private static int encodedRgb(int argb) {
    return (argb & 0xFF000000)
        | encoded(argb >> 16 & 0xFF) << 16
        | encoded(argb >> 8 & 0xFF) << 8
        | encoded(argb & 0xFF);
  }

  /** Returns what is left of the light that three inks leave, after black leaves so much of it. */
  private static int printed(int rgb, int black) {
    int printed = 0xFF;
    for (int shift = 16; shift >= 0; shift -= 8) {
      printed = printed << 8 | Math.round((rgb >> shift & 0xFF) * black / 255f);
    }
    return printed;
  }

  private static int half(int x, int y) {
    // Colour is stored at half the size: nothing is said about the pixels at the edge.
    return x == 15 || x == 16 ? 0 : x < 16 ? 0xFFC83C1E : 0xFF145AB4;
  }

  private static BufferedImage halves(int type) {
    BufferedImage image = new BufferedImage(32, 16, type);
    for (int i = 0; i < 32 * 16; i++) {
      image.setRGB(i % 32, i / 32, i % 32 < 16 ? 0xFFC83C1E : 0xFF145AB4);
    }
    return image;
  }
}
