package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.organza.image.ImageShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelFeaturesTest {

  /** The roundings of float32, summed up. */
  private static final double ROUNDING = 1e-5;

  private static Features features(ImageShape shape, float[]... images) {
    return new PixelFeatures().of(PlanarImages.of(shape, images));
  }

  private static float[] plain(ImageShape shape, float level) {
    float[] pixels = new float[shape.size()];
    Arrays.fill(pixels, level);
    return pixels;
  }

  @ParameterizedTest
  @CsvSource({"1, 28, 28", "3, 32, 32", "3, 5, 7", "4, 12, 24", "3, 256, 128", "1, 99, 100"})
  void plainImagesAreAsFarApartAsTheirLevels(int channels, int height, int width) {
    ImageShape shape = new ImageShape(channels, height, width);
    Features black = features(shape, plain(shape, -1));
    Features grey = features(shape, plain(shape, -0.4f));
    Features white = features(shape, plain(shape, 1));

    assertThat(black.distance(white)).isCloseTo(1, within(ROUNDING));
    assertThat(black.distance(grey)).isCloseTo(0.3, within(ROUNDING));
    assertThat(grey.distance(grey)).isZero();
  }

  /**
   * Grey against a chessboard: half a range at the first of the scales 16, 8 and 4, else nothing.
   */
  @Test
  void detailsAreSeenAtTheFirstScaleOnly() {
    ImageShape shape = new ImageShape(1, 16, 16);
    float[] chessboard = new float[256];
    for (int i = 0; i < 256; i++) {
      chessboard[i] = (i % 16 + i / 16) % 2 == 0 ? 1 : -1;
    }

    assertThat(features(shape, chessboard).distance(features(shape, new float[256])))
        .isCloseTo(Math.sqrt(0.25 / 3), within(ROUNDING));
  }

  @Test
  void largeScalesAreLeftOut() {
    ImageShape large = new ImageShape(3, 256, 256);
    ImageShape small = new ImageShape(3, 64, 64);

    assertThat(features(large, plain(large, 0)).size())
        .isEqualTo(3 * (64 * 64 + 32 * 32 + 16 * 16 + 8 * 8 + 4 * 4))
        .isEqualTo(features(small, plain(small, 0)).size());
  }

  @Test
  void anImageHasTheSameFeaturesBesideAnother() {
    ImageShape shape = new ImageShape(1, 8, 8);
    float[][] two = new float[2][64];
    for (int i = 0; i < 128; i++) {
      two[i / 64][i % 64] = (float) Math.sin(i);
    }
    Features both = features(shape, two);
    Features second = features(shape, two[1]);

    assertThat(both.range(1, 2).values()).isEqualTo(second.values());
  }
}
