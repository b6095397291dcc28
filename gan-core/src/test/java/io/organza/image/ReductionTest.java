package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reductions against the mean of the area that each pixel covers, computed here by itself.
 *
 * <p>The bounds follow from the two filters. Where the picture varies slowly, by less than an
 * eighth of a cycle in a reduced pixel, they agree within 5% of the contrast. Above that the area's
 * mean is the worse of the two, and lets a fifth of what cannot be shown pass as aliases: so there
 * the whole deviation from even grey is bounded instead.
 */
class ReductionTest {

  private static final int SIDE = 32;

  @ParameterizedTest
  @ValueSource(doubles = {4, 7.3, 20})
  void slowWavesAreTheAreasMean(double factor) {
    int full = (int) Math.round(SIDE * factor);
    double cycles = SIDE / 8.0;
    IntBinaryOperator wave =
        (x, y) -> level(Math.cos(2 * Math.PI * cycles * (0.8 * x + 0.6 * y) / full));
    BufferedImage small = Fit.CROP.apply(gray(full, wave), SIDE, SIDE);
    // The filter reaches three pixels, and is cut at the border.
    for (int y = 3; y < SIDE - 3; y++) {
      for (int x = 3; x < SIDE - 3; x++) {
        double mean = mean(wave, x * factor, y * factor, factor);
        assertThat((double) sample(small, x, y)).isCloseTo(mean, within(0.05 * 255));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 7.3, 20})
  void aZonePlateDoesNotAlias(double factor) {
    int full = (int) Math.round(SIDE * factor);
    // The frequency grows from the centre, to half a cycle in a full pixel at the border's middle.
    IntBinaryOperator plate =
        (x, y) -> {
          double u = x + 0.5 - full / 2.0;
          double v = y + 0.5 - full / 2.0;
          return level(Math.cos(Math.PI / full * (u * u + v * v)));
        };
    BufferedImage small = Fit.CROP.apply(gray(full, plate), SIDE, SIDE);
    double worst = 0;
    double worstOfMean = 0;
    for (int y = 3; y < SIDE - 3; y++) {
      for (int x = 3; x < SIDE - 3; x++) {
        // Cycles in a reduced pixel, along the axis where there are more of them.
        double u = Math.abs(x + 0.5 - SIDE / 2.0) * factor / SIDE;
        double v = Math.abs(y + 0.5 - SIDE / 2.0) * factor / SIDE;
        double frequency = Math.max(u, v);
        double mean = mean(plate, x * factor, y * factor, factor);
        if (frequency > 1) {
          worst = Math.max(worst, Math.abs(sample(small, x, y) - 127.5));
          worstOfMean = Math.max(worstOfMean, Math.abs(mean - 127.5));
        }
      }
    }
    assertThat(worst).isLessThan(0.03 * 255);
    assertThat(worst).isLessThan(worstOfMean);
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 7.3, 20})
  void aFineCheckerboardIsEvenGrey(double factor) {
    int full = (int) Math.round(SIDE * factor);
    IntBinaryOperator board = (x, y) -> (x + y) % 2 == 0 ? 255 : 0;
    BufferedImage small = Fit.CROP.apply(gray(full, board), SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double mean = mean(board, x * factor, y * factor, factor);
        assertThat(mean).isCloseTo(127.5, within(6.0));
        assertThat((double) sample(small, x, y)).isCloseTo(127.5, within(2.0));
      }
    }
  }

  @Test
  void edgesOfTransparentThingsHaveNoDarkFringes() {
    // A red disc on clear black: laid on red again, nothing of the edge may be seen.
    int full = 320;
    BufferedImage disc = new BufferedImage(full, full, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < full; y++) {
      for (int x = 0; x < full; x++) {
        boolean inside = Math.hypot(x - 160, y - 160) < 100;
        disc.setRGB(x, y, inside ? 0xFFC80A14 : 0);
      }
    }
    for (Fit fit : Fit.values()) {
      BufferedImage small = fit.apply(disc, 32, 48);
      byte[] levels = Pixels.toLevels(small, 3, new Background(0xC8, 0x0A, 0x14));
      int pixels = 32 * 48;
      for (int i = 0; i < pixels; i++) {
        assertThat(levels[i] & 0xFF).isCloseTo(0xC8, within(2));
        assertThat(levels[pixels + i] & 0xFF).isCloseTo(0x0A, within(2));
        assertThat(levels[2 * pixels + i] & 0xFF).isCloseTo(0x14, within(2));
      }
    }
  }

  @Test
  void whatIsPaddedIsWholeAndHasMarginsOfTheBackground() {
    BufferedImage wide = gray(64, (x, y) -> 200).getSubimage(0, 0, 64, 32);
    byte[] levels = Pixels.toLevels(Fit.PAD.apply(wide, 16, 16), 3, new Background(1, 2, 3));
    for (int y = 0; y < 16; y++) {
      boolean margin = y < 4 || y >= 12;
      for (int x = 0; x < 16; x++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(levels[(channel * 16 + y) * 16 + x] & 0xFF)
              .isEqualTo(margin ? channel + 1 : 200);
        }
      }
    }
    assertThat(Pixels.toLevels(Fit.PAD.apply(wide, 16, 16), 4)[3 * 256]).isZero();
  }

  @Test
  void whatIsStretchedIsWholeWithoutMargins() {
    BufferedImage image = gray(40, (x, y) -> x < 20 ? 50 : 200);
    BufferedImage stretched = Fit.STRETCH.apply(image, 10, 40);
    assertThat(stretched.getWidth()).isEqualTo(40);
    assertThat(sample(stretched, 5, 5)).isEqualTo(50);
    assertThat(sample(stretched, 35, 5)).isEqualTo(200);
  }

  @Test
  void enlargingIsTold() {
    assertThat(Fit.CROP.enlarges(32, 100, 33, 50)).isTrue();
    assertThat(Fit.PAD.enlarges(32, 100, 33, 50)).isFalse();
    assertThat(Fit.PAD.enlarges(32, 40, 33, 50)).isTrue();
    assertThat(Fit.STRETCH.enlarges(32, 100, 33, 50)).isFalse();
    assertThat(Fit.CROP.enlarges(33, 50, 33, 50)).isFalse();
  }

  @Test
  void backgroundsAreReadAndWritten() {
    assertThat(Background.parse("white")).isEqualTo(Background.WHITE);
    assertThat(Background.parse("#0a14C8")).isEqualTo(new Background(10, 20, 200));
    assertThat(Background.parse("#0a14C8")).hasToString("#0a14c8");
    assertThat(new Background(-1, 0, 256).problems())
        .containsExactly(
            "red: must be from 0 to 255, got -1", "blue: must be from 0 to 255, got 256");
  }

  /** Returns the mean of a square of full pixels, those at its border by the share inside. */
  private static double mean(IntBinaryOperator image, double left, double top, double side) {
    double sum = 0;
    for (int y = (int) top; y < top + side; y++) {
      double height = Math.min(y + 1, top + side) - Math.max(y, top);
      for (int x = (int) left; x < left + side; x++) {
        double width = Math.min(x + 1, left + side) - Math.max(x, left);
        sum += width * height * image.applyAsInt(x, y);
      }
    }
    return sum / (side * side);
  }

  private static int level(double cosine) {
    return (int) Math.round(127.5 + 127.5 * cosine);
  }

  private static int sample(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  private static BufferedImage gray(int side, IntBinaryOperator level) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        image.getRaster().setSample(x, y, 0, level.applyAsInt(x, y));
      }
    }
    return image;
  }
}
