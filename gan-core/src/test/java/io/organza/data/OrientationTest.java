package io.organza.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.Fit;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

  /** The corners of a 3x2 image are 1, 2 and 3, 4; upright they are as the standard shows them. */
  @ParameterizedTest
  @CsvSource({
    "1, 1234", "2, 2143", "3, 4321", "4, 3412", "5, 1324", "6, 3142", "7, 4231", "8, 2413"
  })
  void imagesAreTurnedUpright(int exif, String corners) {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 3, 2, new int[] {1, 0, 2, 3, 0, 4});
    BufferedImage upright = new Orientation(exif).upright(image);
    int right = upright.getWidth() - 1;
    int bottom = upright.getHeight() - 1;
    var raster = upright.getRaster();
    assertThat(right).isEqualTo(exif < 5 ? 2 : 1);
    assertThat(
            "%d%d%d%d"
                .formatted(
                    raster.getSample(0, 0, 0),
                    raster.getSample(right, 0, 0),
                    raster.getSample(0, bottom, 0),
                    raster.getSample(right, bottom, 0)))
        .isEqualTo(corners);
  }

  @Test
  void theTagIsReadInBothByteOrders() throws IOException {
    byte[] plain = TestImages.encode(TestImages.picture(6, 4, 0), "jpg");
    assertThat(Orientation.of(plain)).isEqualTo(new Orientation(1));
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      assertThat(Orientation.of(withTag(plain, order, 6))).isEqualTo(new Orientation(6));
      assertThat(Orientation.of(withTag(plain, order, 99))).isEqualTo(new Orientation(1));
    }
  }

  @Test
  void partsOfAFileAreTakenAsUpright() throws IOException {
    byte[] plain = TestImages.encode(TestImages.picture(6, 4, 0), "jpg");
    byte[] tagged = withTag(plain, ByteOrder.BIG_ENDIAN, 6);
    for (int length = 0; length < 40; length++) {
      assertThat(Orientation.of(Arrays.copyOf(tagged, length)).exif()).isIn(1, 6);
    }
  }

  @Test
  void imagesOfASourceAreUpright(@TempDir Path temp) throws IOException {
    // Red above green, lying on its side.
    BufferedImage lying = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 32; i++) {
      lying.setRGB(i % 64, i / 64, i % 64 < 32 ? 0xFF0000 : 0x00FF00);
    }
    byte[] jpeg = withTag(TestImages.encode(lying, "jpg"), ByteOrder.BIG_ENDIAN, 6);
    TestImages.write(temp.resolve("a.jpg"), jpeg);
    try (ImageSource source = ImageSource.open(temp.toString())) {
      BufferedImage upright = source.picture(0, Fit.CROP, 16, 8).image();
      assertThat(upright.getRGB(4, 2) >> 16 & 0xFF).isGreaterThan(200);
      assertThat(upright.getRGB(4, 13) >> 8 & 0xFF).isGreaterThan(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void everyFormatWithExifTellsIt(int exif) throws IOException {
    byte[] tiff = exif(ByteOrder.BIG_ENDIAN, exif);
    byte[] png =
        new PngFile(6, 4, 8, PngFile.RGB)
            .chunk("eXIf", tiff)
            .rows(new byte[18], new byte[18], new byte[18], new byte[18]);
    assertThat(Orientation.of(png).exif()).isEqualTo(exif);
    assertThat(Orientation.of(webp(tiff)).exif()).isEqualTo(exif);
    // A TIFF is its own Exif.
    assertThat(Orientation.of(exif(ByteOrder.LITTLE_ENDIAN, exif)).exif()).isEqualTo(exif);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1234", "2, 2143", "3, 4321", "4, 3412", "5, 1324", "6, 3142", "7, 4231", "8, 2413"
  })
  void filesAreTurnedOnceAndUpright(int exif, String corners, @TempDir Path temp)
      throws IOException {
    // The corners of a 3x2 picture have levels 50, 100 and 150, 200.
    byte[] png =
        new PngFile(3, 2, 8, PngFile.GRAY)
            .chunk("eXIf", exif(ByteOrder.BIG_ENDIAN, exif))
            .rows(new byte[] {50, 0, 100}, new byte[] {(byte) 150, 0, (byte) 200});
    TestImages.write(temp.resolve("a.png"), png);
    TestImages.write(temp.resolve("b.tif"), grayTiff(exif));
    int height = exif < 5 ? 2 : 3;
    int width = exif < 5 ? 3 : 2;
    try (ImageSource source = ImageSource.open(temp.toString())) {
      for (int i = 0; i < 2; i++) {
        Raster raster = source.picture(i, Fit.STRETCH, height, width).image().getRaster();
        int[] levels = {
          raster.getSample(0, 0, 0),
          raster.getSample(width - 1, 0, 0),
          raster.getSample(0, height - 1, 0),
          raster.getSample(width - 1, height - 1, 0)
        };
        int[] expected = corners.chars().map(corner -> 50 * (corner - '0')).toArray();
        assertThat(levels).as(source.path(i)).isEqualTo(expected);
      }
    }
  }

  /** Returns the JPEG with an Exif segment right at the start. */
  private static byte[] withTag(byte[] jpeg, ByteOrder order, int exif) {
    byte[] tiff = exif(order, exif);
    ByteBuffer tagged = ByteBuffer.allocate(jpeg.length + 10 + tiff.length);
    tagged.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (8 + tiff.length));
    tagged.putInt(0x45786966).putShort((short) 0).put(tiff);
    return tagged.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** Returns a directory of one entry, the orientation. */
  private static byte[] exif(ByteOrder order, int exif) {
    byte mark = (byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I');
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order).put(mark).put(mark);
    tiff.putShort((short) 42).putInt(8).putShort((short) 1);
    entry(tiff, 0x0112, exif);
    return tiff.putInt(0).array();
  }

  private static void entry(ByteBuffer tiff, int tag, int value) {
    tiff.putShort((short) tag).putShort((short) 3).putInt(1);
    tiff.putShort((short) value).putShort((short) 0);
  }

  /** Returns a 3x2 TIFF of plain grey levels. */
  private static byte[] grayTiff(int exif) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 9 * 12 + 4 + 6).put((byte) 'M').put((byte) 'M');
    tiff.putShort((short) 42).putInt(8).putShort((short) 9);
    int[][] entries = {
      {256, 3}, {257, 2}, {258, 8}, {259, 1}, {262, 1}, {273, 122}, {274, exif}, {278, 2}, {279, 6}
    };
    for (int[] entry : entries) {
      entry(tiff, entry[0], entry[1]);
    }
    return tiff.putInt(0).put(new byte[] {50, 0, 100, (byte) 150, 0, (byte) 200}).array();
  }

  /** Returns the beginning of a WebP and its Exif chunk; there is no picture in it. */
  private static byte[] webp(byte[] exif) {
    ByteBuffer file = ByteBuffer.allocate(20 + exif.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(US_ASCII)).putInt(12 + exif.length);
    file.put("WEBPEXIF".getBytes(US_ASCII)).putInt(exif.length).put(exif);
    return file.array();
  }
}
