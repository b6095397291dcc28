package io.organza.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(100_000_000);

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "jpg", "gif"})
  void formatsAreToldByContent(String format) throws IOException {
    BufferedImage image = TestImages.picture(64, 48, 1);
    BufferedImage decoded = decoder.decode(TestImages.encode(image, format)).image();
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
    BufferedImage before = decoder.decode(whole).image();
    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(IOException.class);
    BufferedImage after = decoder.decode(whole).image();
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
  void anyPlugInOfTheServiceLoaderIsUsed() throws IOException {
    ImageDecoder.Decoded decoded = decoder.decode(ToyImageReaderSpi.file(5, 3, 77));
    assertThat(decoder.header(ToyImageReaderSpi.file(5, 3, 77)).reader())
        .isEqualTo("Organza's tests 1");
    assertThat(decoded.image().getWidth()).isEqualTo(5);
    assertThat(Pixels.toLevels(decoded.image(), 1)).hasSize(15).containsOnly(77);
    assertThat(ImageDecoder.formats()).contains("ToyImageReaderSpi 1");
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
        .hasMessage("40000x3000 pixels: must be from 1 to 100000000 in all");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 32, 1", "2, 3, 32, 1", "1, 1, 32, 2", "2, 3, 32, 2", "1, 1, 24, 1"})
  void levelsOfMoreThan16BitsAreRefused(int colors, int samples, int bits, int format) {
    byte[] pixels = new byte[FormatFiles.WIDTH * FormatFiles.HEIGHT * samples * bits / 8];
    Arrays.fill(pixels, (byte) 0x40);
    byte[] tiff = new TiffFile(colors, samples, bits).format(format).pixels(pixels);
    assertThatThrownBy(() -> decoder.decode(tiff))
        .isInstanceOf(IOException.class)
        .hasMessage("levels have more than 16 bits");
  }

  @Test
  void aGifIsAsLargeAsItsCanvas() throws IOException {
    byte[] gif = FormatFiles.gifOnCanvas(9, 12, 2, 3);
    ImageDecoder.Header header = decoder.header(gif);
    assertThat(header.width()).isEqualTo(9);
    assertThat(header.height()).isEqualTo(12);
    assertThatThrownBy(() -> new ImageDecoder(107).decode(gif))
        .hasMessage("9x12 pixels: must be from 1 to 107 in all");
    BufferedImage image = decoder.decode(gif).image();
    assertThat(image.getWidth()).isEqualTo(9);
    assertThat(image.getHeight()).isEqualTo(12);
  }

  @Test
  void aGifsFrameThatIsLargerThanItsCanvasIsWhole() throws IOException {
    BufferedImage image = decoder.decode(FormatFiles.gifOnCanvas(0, 9, 1, 0)).image();
    assertThat(image.getWidth()).isEqualTo(FormatFiles.WIDTH + 1);
    assertThat(image.getHeight()).isEqualTo(9);
  }

  /** The cache goes by them: in another order, all would be decoded anew. */
  @Test
  void theFormatsAreAlwaysInTheSameOrder() {
    List<String> readers = List.of(ImageDecoder.formats().split(", "));
    List<String> sorted = readers.stream().sorted(Comparator.comparing(this::rank)).toList();
    assertThat(readers).isEqualTo(sorted);
  }

  private String rank(String reader) {
    return (reader.startsWith("com.sun.imageio.") ? "0 " : "1 ") + reader;
  }
}
