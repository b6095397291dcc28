package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.organza.image.ImageShape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlicedWassersteinTest {

  @Test
  void onALineItIsTheMeanDistanceOfTheSortedNumbers() {
    Features a = new Features(new float[] {3, 0, 10}, 3, 1);
    Features b = new Features(new float[] {1, 5, 4}, 3, 1);
    // 0 3 10 against 1 4 5; all directions are 1 or -1.
    assertThat(SlicedWasserstein.distance(a, b, 0)).isCloseTo((1 + 1 + 5) / 3.0, within(1e-6));
  }

  /** The mean of |cos| over the circle is 2 / pi; of 512 directions, its error is some 0.014. */
  @Test
  void aShiftInThePlaneIsShortenedByTheMeanCosine() {
    Random random = new Random(3);
    float[] values = new float[2000];
    float[] shifted = new float[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      shifted[i] = values[i] + (i % 2 == 0 ? 3 : 4); // by 5
    }
    double distance =
        SlicedWasserstein.distance(
            new Features(values, 1000, 2), new Features(shifted, 1000, 2), 0);
    assertThat(distance).isCloseTo(5 * 2 / Math.PI, within(4 * 5 * 0.014));
  }

  @Test
  void equalSetsHaveNoDistance() {
    assertThat(between(noise(1, 8, 1, 0), noise(1, 8, 1, 0)).mean()).isZero();
  }

  /** Contrast and brightness are taken out, as in the paper. */
  @Test
  void contrastAndBrightnessDoNotCount() {
    assertThat(between(noise(1, 8, 1, 0), noise(1, 8, 0.5, 0.25)).mean()).isLessThan(0.1);
  }

  /** Waves 16 pixels long are added, of which the finest level keeps next to nothing. */
  @Test
  void eachScaleSeesWhatIsDifferentThere() {
    ImageSet plain = noise(1, 8, 0.2, 0);
    SlicedWasserstein coarse = between(plain, waves(plain));
    assertThat(coarse.levels()).extracting(SlicedWasserstein.Level::width).containsExactly(32, 16);
    assertThat(coarse.levels().get(1).distance())
        .isGreaterThan(4 * coarse.levels().get(0).distance());
  }

  @Test
  void ofManyImagesEachGivesFewerNeighbourhoods() {
    ImageShape shape = new ImageShape(1, 16, 16);
    Features one = new Neighbourhoods(shape, 100_000).of(PlanarImages.of(shape, new float[256]));
    assertThat(one.size()).isEqualTo(49);
    Features most = new Neighbourhoods(shape, 10).of(PlanarImages.of(shape, new float[256]));
    assertThat(most.size()).isEqualTo(49 * 128);
  }

  @Test
  void imagesMayBeSmallerThanANeighbourhood() {
    ImageShape shape = new ImageShape(1, 4, 6);
    ImageSet images = PlanarImages.of(shape, noise(1, 24), noise(2, 24));
    Neighbourhoods of = new Neighbourhoods(shape, 2);
    assertThat(SlicedWasserstein.between(of.of(images), of, images).mean()).isZero();
  }

  private static SlicedWasserstein between(ImageSet made, ImageSet real) {
    Neighbourhoods of = new Neighbourhoods(made.shape(), made.count());
    return SlicedWasserstein.between(of.of(made), of, real);
  }

  private static ImageSet noise(long seed, int count, double factor, double shift) {
    float[][] images = new float[count][];
    for (int i = 0; i < count; i++) {
      images[i] = noise(seed + i, 3 * 32 * 32);
      for (int j = 0; j < images[i].length; j++) {
        images[i][j] = (float) (factor * images[i][j] + shift);
      }
    }
    return PlanarImages.of(new ImageShape(3, 32, 32), images);
  }

  private static float[] noise(long seed, int size) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  private static ImageSet waves(ImageSet images) {
    float[][] changed = new float[images.count()][3 * 32 * 32];
    for (int i = 0; i < changed.length; i++) {
      images.floats(i, changed[i], 0);
      for (int j = 0; j < changed[i].length; j++) {
        changed[i][j] += (float) (0.3 * Math.sin(2 * Math.PI * (j % 32) / 16 + i));
      }
    }
    return PlanarImages.of(images.shape(), changed);
  }
}
