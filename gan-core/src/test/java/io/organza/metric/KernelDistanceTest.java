package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelDistanceTest {

  /** One feature: the kernel is (x y + 1)^3. */
  @Test
  void aSmallDistanceIsTheOneWorkedOutByHand() {
    Features a = new Features(new float[] {1, 2}, 2, 1);
    Features b = new Features(new float[] {0, -1}, 2, 1);
    // Within: (1 * 2 + 1)^3 and (0 + 1)^3; across: 1, 0, 1, (-1)^3, of which the mean is 1 / 4.
    KernelDistance distance = KernelDistance.between(a, b);
    assertThat(distance.value()).isCloseTo(27 + 1 - 2 * 0.25, within(1e-5));
    assertThat(distance.standardError()).isNaN();
  }

  @Test
  void setsOfOneDistributionAreAsOftenBelowZeroAsAbove() {
    int below = 0;
    double sum = 0;
    for (int trial = 0; trial < 40; trial++) {
      Features a = normal(2L * trial, 100, 0);
      Features b = normal(2L * trial + 1, 100, 0);
      double value = KernelDistance.between(a, b).value();
      below += value < 0 ? 1 : 0;
      sum += value;
    }
    assertThat(below).isBetween(8, 32);
    assertThat(sum / 40).isCloseTo(0, within(0.02));
  }

  /** The standard error of ten blocks tells how far the value is from that of other images. */
  @Test
  void theStandardErrorIsOfTheRightSize() {
    KernelDistance some = KernelDistance.between(normal(1, 10_000, 0), normal(2, 10_000, 0.5));
    KernelDistance others = KernelDistance.between(normal(3, 10_000, 0), normal(4, 10_000, 0.5));
    double error = Math.hypot(some.standardError(), others.standardError());
    assertThat(error).isPositive().isLessThan(some.value() / 10);
    assertThat(some.value()).isCloseTo(others.value(), within(4 * error));
  }

  /** One block's standard error, by the jackknife, is that of many such blocks. */
  @Test
  void theStandardErrorOfFewImagesIsOfTheRightSize() {
    int trials = 30;
    double[] values = new double[trials];
    double told = 0;
    for (int trial = 0; trial < trials; trial++) {
      KernelDistance distance =
          KernelDistance.between(normal(2L * trial, 60, 0), normal(2L * trial + 1, 90, 0.5));
      values[trial] = distance.value();
      told += distance.standardError() * distance.standardError() / trials;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (trials - 1);
    // The spread of 30 values has itself an error of some 13%, and the jackknife's is as large.
    assertThat(Math.sqrt(told / variance)).isBetween(0.6, 1.7);
  }

  /** As files are: one class after the other, or the classes in turn. */
  @ParameterizedTest
  @ValueSource(ints = {3, 10})
  void setsOfOneDistributionAreEqualInWhateverOrderTheyCome(int thousands) {
    int count = thousands * 1000;
    Features sorted = clusters(1, count, i -> 10 * i / count);
    Features inTurns = clusters(2, count, i -> i % 10);
    KernelDistance distance = KernelDistance.between(sorted, inTurns);
    // A little below 0, for both have exactly as many of each class.
    assertThat(distance.value()).isCloseTo(0, within(0.01));
    assertThat(distance.standardError()).isLessThan(0.01);
    // Of many more images on one side some are taken, and not of every second class only.
    Features few = clusters(3, 1000, i -> i % 10);
    assertThat(KernelDistance.between(few, inTurns).value()).isCloseTo(0, within(0.02));
  }

  /** Points of 4 features near one of ten centres. */
  private static Features clusters(long seed, int count, IntUnaryOperator centreOf) {
    Random random = new Random(seed);
    float[] values = new float[count * 4];
    for (int i = 0; i < values.length; i++) {
      double centre = StrictMath.sin(7 * centreOf.applyAsInt(i / 4) + i % 4);
      values[i] = (float) (centre + 0.1 * random.nextGaussian());
    }
    return new Features(values, count, 4);
  }

  private static Features normal(long seed, int count, double shift) {
    Random random = new Random(seed);
    float[] values = new float[count * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + shift);
    }
    return new Features(values, count, 4);
  }
}
