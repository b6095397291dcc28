package io.organza.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "jpg", "gif"})
  void formatsAreToldByContent(String format) throws IOException {
    BufferedImage image = TestImages.picture(64, 48, 1);
    BufferedImage decoded = decoder.decode(TestImages.encode(image, format));
    assertThat(decoded.getWidth()).isEqualTo(64);
    assertThat(decoded.getHeight()).isEqualTo(48);
    if (!format.equals("gif")) {
      int green = decoded.getRGB(10, 40) >> 8 & 0xFF;
      assertThat(green).isBetween(100, 120);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "jpg", "gif"})
  void truncatedFilesAreRefused(String format) throws IOException {
    byte[] whole = TestImages.encode(TestImages.picture(64, 48, 1), format);
    for (int length : new int[] {1, 20, whole.length / 2, whole.length * 3 / 4}) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decoder.decode(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aBadFileDoesNotSpoilTheNext() throws IOException {
    byte[] whole = TestImages.encode(TestImages.picture(64, 48, 1), "jpg");
    BufferedImage before = decoder.decode(whole);
    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(IOException.class);
    BufferedImage after = decoder.decode(whole);
    assertThat(after.getRGB(0, 0, 64, 48, null, 0, 64))
        .isEqualTo(before.getRGB(0, 0, 64, 48, null, 0, 64));
  }

  @Test
  void otherFilesAreRefused() {
    assertThatThrownBy(() -> decoder.decode("Dear diary".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("not an image of a known format");
    assertThatThrownBy(() -> decoder.decode(new byte[0])).isInstanceOf(IOException.class);
  }

  @Test
  void cmykIsReadOrRefusedButNeverTakenForSomethingElse() throws IOException {
    BufferedImage image;
    try {
      image = decoder.decode(redCmyk());
    } catch (IOException e) {
      // A JDK of old that has no CMYK, and no plug-in here.
      assertThat(e).hasMessageContaining("Unsupported");
      return;
    }
    byte[] levels = Pixels.toLevels(image, 3);
    assertThat(levels[0] & 0xFF).isGreaterThan(180);
    assertThat(levels[64] & 0xFF).isLessThan(70);
    assertThat(levels[128] & 0xFF).isLessThan(70);
  }

  /** Returns an 8x8 JPEG as printers want it: Adobe's marker, and ink levels upside down. */
  private static byte[] redCmyk() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    for (int i = 0; i < 64; i++) {
      raster.setPixel(i % 8, i / 8, new int[] {255, 0, 0, 255});
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    }
    writer.dispose();
    byte[] plain = bytes.toByteArray();
    byte[] marker = HexFormat.of().parseHex("ffee000e41646f626500640000000000");
    return ByteBuffer.allocate(plain.length + marker.length)
        .put(plain, 0, 2)
        .put(marker)
        .put(plain, 2, plain.length - 2)
        .array();
  }

  @Test
  void hugeImagesAreRefusedByTheirHeader() throws IOException {
    byte[] png = TestImages.png(1);
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 40_000).putInt(20, 3_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    assertThatThrownBy(() -> decoder.decode(png))
        .isInstanceOf(IOException.class)
        .hasMessage("40000x3000 pixels are more than 100 megapixels");
  }
}
