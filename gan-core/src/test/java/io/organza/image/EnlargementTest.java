package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnlargementTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "3, 2", "4, 5"})
  void eachPixelBecomesASquare(int channels, int factor) {
    ImageShape shape = new ImageShape(channels, 3, 4);
    byte[] levels = new byte[shape.size()];
    new Random(1).nextBytes(levels);
    BufferedImage small = Pixels.toImage(levels, shape);

    BufferedImage large = Enlargement.of(small, factor);

    assertThat(large.getWidth()).isEqualTo(4 * factor);
    assertThat(large.getHeight()).isEqualTo(3 * factor);
    assertThat(large.getType()).isEqualTo(small.getType());
    for (int y = 0; y < large.getHeight(); y++) {
      for (int x = 0; x < large.getWidth(); x++) {
        assertThat(large.getRGB(x, y)).isEqualTo(small.getRGB(x / factor, y / factor));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 32, 8", "28, 28, 9", "1024, 64, 4", "200, 300, 1", "256, 256, 1", "900, 900, 1"})
  void smallImagesAreBroughtNear256(int width, int height, int factor) {
    assertThat(Enlargement.factor(width, height)).isEqualTo(factor);
  }

  @Test
  void noFactorIsRefused() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> Enlargement.of(image, 0)).hasMessageContaining("got 0");
  }
}
