package io.organza.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentOptionsTest {

  private static final List<Transform> ALL = List.of(Transform.values());

  private static AugmentOptions options(boolean adaptive, Transform... transforms) {
    return new AugmentOptions(List.of(transforms), adaptive, 0.6, 0.8, 500);
  }

  private static RandomStream random(long index) {
    return RandomStream.of(3, Purpose.AUGMENTATION, index);
  }

  private static float[] applied(NDArray images, double probability, long index) {
    AugmentOptions options = new AugmentOptions(ALL, true, 0.6, 0.8, 500);
    int count = (int) images.getShape().get(0);
    return options.apply(images, 0, count, probability, random(index)).toFloatArray();
  }

  @Test
  void theSameDrawsMakeTheSameImages() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray images = manager.ones(new Shape(4, 3, 16, 12));
      assertThat(applied(images, 0.5, 1)).isEqualTo(applied(images, 0.5, 1));
      assertThat(applied(images, 1, 1)).isNotEqualTo(applied(images, 1, 2));
      assertThat(applied(images, 0, 1)).containsOnly(1);
    }
  }

  @Test
  void eachImageHasDrawsOfItsOwn() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      float[] all = applied(manager.ones(new Shape(2, 1, 32, 32)), 1, 5);
      assertThat(Arrays.copyOf(all, 1024)).isNotEqualTo(Arrays.copyOfRange(all, 1024, 2048));
    }
  }

  /** Within five standard deviations of a binomial distribution. */
  @Test
  void theProbabilityIsThatOfEachImage() {
    int count = 10_000;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      AugmentOptions options = options(true, Transform.COLOR);
      NDArray images = manager.zeros(new Shape(count, 1, 1, 1));
      float[] changed = options.apply(images, 0, count, 0.3, random(0)).toFloatArray();
      int still = 0;
      for (float value : changed) {
        still += value == 0 ? 1 : 0;
      }
      double deviation = Math.sqrt(count * 0.3 * 0.7);
      assertThat((double) count - still).isCloseTo(0.3 * count, within(5 * deviation));
    }
  }

  @Test
  void onlyAnAdaptiveProbabilityIsNotZeroOrOne() {
    assertThat(AugmentOptions.NONE.probability(0.4)).isZero();
    assertThat(options(false, Transform.COLOR).probability(0.4)).isEqualTo(1);
    assertThat(options(true, Transform.COLOR).probability(0.4)).isEqualTo(0.4);
    assertThat(options(false, Transform.COLOR).adapt(0, 1, 32)).isZero();
  }

  /** A batch of 50 is a ten-thousandth of the 500 kimg from 0 to 1. */
  @Test
  void theProbabilityRisesWhileTheDiscriminatorIsRightTooOften() {
    AugmentOptions options = options(true, Transform.COLOR);
    assertThat(options.adapt(0.4, 0.61, 50)).isCloseTo(0.4001, within(1e-12));
    assertThat(options.adapt(0.4, 0.59, 50)).isCloseTo(0.3999, within(1e-12));
    assertThat(options.adapt(0.8, 1, 50)).isEqualTo(0.8);
    assertThat(options.adapt(0, -1, 50)).isZero();
  }

  @Test
  void problemsAreToldWithTheirValues() {
    AugmentOptions wrong =
        new AugmentOptions(List.of(Transform.COLOR, Transform.COLOR), true, 2, -1, 0);
    assertThat(wrong.problems())
        .containsExactly(
            "transforms: must be different ones, got [COLOR, COLOR]",
            "target: must be from -1 to 1, got 2.0",
            "most: must be from 0 to 1, got -1.0",
            "ramp-kimg: must be above 0 and finite, got 0.0");
    assertThat(AugmentOptions.NONE.problems()).isEmpty();
  }
}
