package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngEncoderTest {

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 1, 1", "4, 5, 3", "1, 7, 12", "3, 32, 32", "4, 90, 200"})
  void imageIoReadsTheSameLevels(int channels, int height, int width) throws IOException {
    ImageShape shape = new ImageShape(channels, height, width);
    byte[] levels = new byte[shape.size()];
    new Random(4).nextBytes(levels);

    byte[] file = PngEncoder.encode(levels, shape);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));

    assertThat(read.getWidth()).isEqualTo(width);
    assertThat(read.getHeight()).isEqualTo(height);
    assertThat(read.getColorModel().hasAlpha()).isEqualTo(channels == 4);
    assertThat(Pixels.toLevels(read, channels))
        .isEqualTo(Pixels.toLevels(Pixels.toImage(levels, shape), channels));
    assertThat(PngEncoder.encode(Pixels.toImage(levels, shape))).isEqualTo(file);
  }
}
