package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {

  @Test
  void anImageThatFitsIsLeftAlone() {
    BufferedImage image = new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_INDEXED);
    assertThat(Fit.CROP.apply(image, 5, 7)).isSameAs(image);
  }

  @Test
  void theMiddleIsKept() {
    // Thirds of red, green and blue: the square in the middle is all green.
    BufferedImage wide =
        image(90, 30, (x, y) -> x < 30 ? 0xFFFF0000 : x < 60 ? 0xFF00FF00 : 0xFF0000FF);
    assertThat(pixels(Fit.CROP.apply(wide, 30, 30))).containsOnly(0xFF00FF00);
    BufferedImage tall =
        image(30, 90, (x, y) -> y < 30 ? 0xFFFF0000 : y < 60 ? 0xFF00FF00 : 0xFF0000FF);
    assertThat(pixels(Fit.CROP.apply(tall, 10, 10))).containsOnly(0xFF00FF00);
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 32, 32",
    "3, 2, 32, 48",
    "1, 1, 16, 16",
    "1, 500, 8, 64",
    "33, 31, 32, 32"
  })
  void anySizeBecomesTheWantedSize(int fromWidth, int fromHeight, int height, int width) {
    BufferedImage fitted =
        Fit.CROP.apply(image(fromWidth, fromHeight, (x, y) -> 0xFF336699), height, width);
    assertThat(fitted.getHeight()).isEqualTo(height);
    assertThat(fitted.getWidth()).isEqualTo(width);
    assertThat(pixels(fitted)).containsOnly(0xFF336699);
  }

  @Test
  void fineDetailDoesNotAlias() {
    // A zone plate's frequency rises from the centre outwards; at a twentieth of the size most of
    // it
    // cannot be shown, and must become an even grey rather than rings that are not there.
    int side = 640;
    BufferedImage plate =
        image(
            side,
            side,
            (x, y) -> {
              double u = x - side / 2.0;
              double v = y - side / 2.0;
              int level =
                  (int) Math.round(127.5 + 127.5 * Math.cos(Math.PI / side * (u * u + v * v)));
              return 0xFF000000 | (level * 0x010101);
            });
    BufferedImage small = Fit.CROP.apply(plate, 32, 32);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        if (Math.hypot(x - 15.5, y - 15.5) > 4) {
          assertThat(small.getRGB(x, y) & 0xFF).isBetween(120, 135);
        }
      }
    }
  }

  @Test
  void aFineCheckerboardBecomesEvenGrey() {
    BufferedImage board = image(640, 640, (x, y) -> ((x + y) & 1) == 0 ? 0xFFFFFFFF : 0xFF000000);
    for (int argb : pixels(Fit.CROP.apply(board, 32, 32))) {
      assertThat(argb & 0xFF).isBetween(126, 129);
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 17", "20, 32", "33, 32"})
  void valuesAreThoseOfTheFormula(int from, int to) {
    BufferedImage image = image(from, from, (x, y) -> 0xFF000040 + (x * x * 7 + y * 31 & 0x7F));
    BufferedImage fitted = Fit.CROP.apply(image, to, to);
    for (int y = 0; y < to; y += 3) {
      for (int x = 0; x < to; x += 3) {
        assertThat((double) (fitted.getRGB(x, y) & 0xFF))
            .isEqualTo(lanczos(image, to, x, y), within(1.0));
      }
    }
  }

  @Test
  void mirroringAndResizingCommute() {
    IntBinaryOperator picture =
        (x, y) -> 0xFF000000 | ((x * 5) << 16) | ((x * y & 0xFF) << 8) | (y * 5);
    BufferedImage straight = Fit.CROP.apply(image(50, 50, picture), 20, 20);
    BufferedImage mirrored =
        Fit.CROP.apply(image(50, 50, (x, y) -> picture.applyAsInt(49 - x, y)), 20, 20);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        int one = straight.getRGB(x, y);
        int other = mirrored.getRGB(19 - x, y);
        for (int shift = 0; shift < 24; shift += 8) {
          assertThat(one >> shift & 0xFF).isCloseTo(other >> shift & 0xFF, within(1));
        }
      }
    }
  }

  @Test
  void transparentColourDoesNotBleed() {
    BufferedImage image = image(64, 64, (x, y) -> x < 30 ? 0x00FF00FF : 0xFF008000);
    BufferedImage fitted = Fit.CROP.apply(image, 16, 16);
    for (int argb : pixels(fitted)) {
      if (argb >>> 24 > 16) {
        assertThat(argb >> 16 & 0xFF).isLessThan(3);
        assertThat(argb >> 8 & 0xFF).isBetween(126, 130);
      }
    }
    assertThat(fitted.getRGB(0, 0) >>> 24).isZero();
    assertThat(fitted.getRGB(15, 0) >>> 24).isEqualTo(255);
  }

  @Test
  void greyStaysGrey() {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 1600; i++) {
      image.getRaster().setSample(i % 40, i / 40, 0, 91);
    }
    BufferedImage fitted = Fit.CROP.apply(image, 13, 13);
    assertThat(fitted.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(fitted.getRaster().getSamples(0, 0, 13, 13, 0, (int[]) null)).containsOnly(91);
  }

  @Test
  void anEmptySizeIsRefused() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> Fit.CROP.apply(image, 0, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8x0");
  }

  /** The blue level at (x, y) of a square image resized, directly from the definition. */
  private static double lanczos(BufferedImage image, int to, int x, int y) {
    int from = image.getWidth();
    double scale = (double) from / to;
    double stretch = Math.max(scale, 1);
    double sum = 0;
    double total = 0;
    for (int v = 0; v < from; v++) {
      for (int u = 0; u < from; u++) {
        double weight =
            window((u + 0.5 - (x + 0.5) * scale) / stretch)
                * window((v + 0.5 - (y + 0.5) * scale) / stretch);
        sum += weight * (image.getRGB(u, v) & 0xFF);
        total += weight;
      }
    }
    return Math.min(Math.max(sum / total, 0), 255);
  }

  private static double window(double x) {
    if (Math.abs(x) < 1e-12) {
      return 1;
    }
    double angle = Math.PI * x;
    return Math.abs(x) >= 3 ? 0 : 3 * Math.sin(angle) * Math.sin(angle / 3) / (angle * angle);
  }

  private static BufferedImage image(int width, int height, IntBinaryOperator argb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argb.applyAsInt(x, y));
      }
    }
    return image;
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
