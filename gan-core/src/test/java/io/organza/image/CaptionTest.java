package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionTest {

  private static BufferedImage noise(int channels, int height, int width) {
    byte[] levels = new byte[channels * height * width];
    new Random(5).nextBytes(levels);
    return Pixels.toImage(levels, new ImageShape(channels, height, width));
  }

  /** Draws the strip's pixels as a person would see them. */
  private static String strip(BufferedImage image, int top, int zoom) {
    StringBuilder text = new StringBuilder();
    for (int y = top; y < image.getHeight(); y += zoom) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < image.getWidth(); x += zoom) {
        row.append((image.getRGB(x, y) & 0xFFFFFF) == 0 ? ' ' : '#');
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void theTextIsBelowTheImage(int channels) {
    BufferedImage image = noise(channels, 5, 64);
    BufferedImage whole = Caption.below(image, "4.2 kimg");
    assertThat(whole.getType()).isEqualTo(image.getType());
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 64; x++) {
        assertThat(whole.getRGB(x, y)).isEqualTo(image.getRGB(x, y));
      }
    }
    assertThat(whole.getRGB(0, 5)).isEqualTo(0xFF000000);
    assertThat(strip(whole, 5, 1))
        .isEqualTo(
            """


                 #         ###        #       #
                ##        #   #       #
               # #            #       #  #   ##   ## #   ####
              #  #           #        # #     #   # # # #   #
              #####         #         ##      #   # # # #   #
                 #   ##    #          # #     #   # # # #   #
                 #   ##   #####       #  #   ###  # # #  ####
                                                            #
                                                         ###


            """);
  }

  @Test
  void largeImagesHaveLargeText() {
    BufferedImage small = Caption.below(noise(3, 1, 128), "1234567890");
    BufferedImage large = Caption.below(noise(3, 1, 256), "1234567890");
    assertThat(strip(large, 1, 2)).isEqualTo(strip(small, 1, 1));
  }

  @Test
  void whatIsTooLongIsCutOff() {
    assertThat(Caption.below(noise(3, 2, 16), "1234567890 kimg").getWidth()).isEqualTo(16);
  }

  @Test
  void otherLettersAreRefused() {
    assertThatThrownBy(() -> Caption.below(noise(3, 2, 64), "12 kb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 kb");
    assertThatThrownBy(() -> Caption.below(noise(3, 2, 16), "1234567890 kb"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
