package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
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
      BufferedImage upright = source.image(0, 16, 8);
      assertThat(upright.getRGB(4, 2) >> 16 & 0xFF).isGreaterThan(200);
      assertThat(upright.getRGB(4, 13) >> 8 & 0xFF).isGreaterThan(200);
    }
  }

  /** Returns the JPEG with an Exif segment right at the start. */
  private static byte[] withTag(byte[] jpeg, ByteOrder order, int exif) {
    ByteBuffer tagged = ByteBuffer.allocate(jpeg.length + 36);
    tagged.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34).putInt(0x45786966);
    tagged.putShort((short) 0).order(order).put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'));
    tagged.put(tagged.get(tagged.position() - 1)).putShort((short) 42).putInt(8);
    tagged.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tagged.putShort((short) exif).putShort((short) 0).putInt(0);
    return tagged.put(jpeg, 2, jpeg.length - 2).array();
  }
}
