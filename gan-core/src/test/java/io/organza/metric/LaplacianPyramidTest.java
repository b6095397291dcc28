package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.organza.image.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaplacianPyramidTest {

  private static final ImageShape SHAPE = new ImageShape(1, 32, 32);

  @Test
  void sidesAreHalvedDownToSixteen() {
    assertThat(LaplacianPyramid.shapes(new ImageShape(3, 128, 64)))
        .containsExactly(
            new ImageShape(3, 128, 64), new ImageShape(3, 64, 32), new ImageShape(3, 32, 16));
    assertThat(LaplacianPyramid.shapes(new ImageShape(1, 28, 28))).hasSize(1);
    assertThat(LaplacianPyramid.shapes(new ImageShape(1, 36, 90))).hasSize(2);
  }

  @Test
  void whatIsEvenIsLeftToTheLastLevel() {
    float[] image = new float[1024];
    Arrays.fill(image, 0.75f);
    List<float[]> levels = LaplacianPyramid.of(image, SHAPE);
    assertThat(levels.get(0)).containsOnly(0f);
    assertThat(levels.get(1)).containsOnly(0.75f);
  }

  /** A point at (8, 12) of 1: halved it is [1 6 1] / 16 along each side around (4, 6). */
  @Test
  void aPointIsHalvedAndDoubledByTheFilter() {
    float[] image = new float[1024];
    image[8 * 32 + 12] = 1;
    List<float[]> levels = LaplacianPyramid.of(image, SHAPE);
    float[] half = levels.get(1);
    assertThat(half[4 * 16 + 6]).isCloseTo(36 / 256f, within(1e-7f));
    assertThat(half[4 * 16 + 7]).isCloseTo(6 / 256f, within(1e-7f));
    assertThat(half[3 * 16 + 5]).isCloseTo(1 / 256f, within(1e-7f));
    // Doubled, along each side: (1 * 1 + 6 * 6 + 1 * 1) / 8 / 16 at the point itself.
    double back = 38 / 128.0;
    assertThat(levels.get(0)[8 * 32 + 12]).isCloseTo((float) (1 - back * back), within(1e-6f));
    // And between two pixels: (4 * 6 + 4 * 1) / 8 / 16.
    assertThat(levels.get(0)[8 * 32 + 13]).isCloseTo((float) (-back * 28 / 128), within(1e-6f));
  }

  /** Mirrored at the edge: 0 counts once, 1 and 2 twice. */
  @Test
  void beyondTheEdgeTheImageIsMirrored() {
    float[] image = new float[1024];
    for (int i = 0; i < 1024; i++) {
      image[i] = i % 32 % 4; // 0 1 2 3 in each row
    }
    float[] half = LaplacianPyramid.of(image, SHAPE).get(1);
    assertThat(half[0]).isCloseTo((2 * 2 + 2 * 4 * 1) / 16f, within(1e-6f));
  }
}
