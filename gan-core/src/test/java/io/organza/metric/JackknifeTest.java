package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JackknifeTest {

  /** Of a mean it is the mean itself, and the usual standard error. */
  @Test
  void ofAMeanItIsTheUsualStandardError() {
    double[] numbers = {3, 1, 4, 1, 5};
    double sum = 14;
    Jackknife jackknife = Jackknife.of(sum / 5, 5, group -> (sum - numbers[group]) / 4);
    // Squared deviations from 2.8: 0.04 + 3.24 + 1.44 + 3.24 + 4.84 = 12.8.
    assertThat(jackknife.value()).isCloseTo(2.8, within(1e-12));
    assertThat(jackknife.standardError()).isCloseTo(Math.sqrt(12.8 / 4 / 5), within(1e-12));
    assertThat(jackknife.interval().high() - 2.8)
        .isCloseTo(2.776 * jackknife.standardError(), within(1e-12));
  }

  /** The mean of squared deviations is biased; the jackknife makes it the unbiased variance. */
  @Test
  void whatFallsAsOneOverTheNumberIsTakenOut() {
    double[] numbers = {3, 1, 4, 1, 5};
    Jackknife jackknife = Jackknife.of(variance(numbers, -1), 5, g -> variance(numbers, g));
    assertThat(jackknife.value()).isCloseTo(12.8 / 4, within(1e-12));
  }

  @Test
  void groupsHoldAllImages() {
    for (int images : new int[] {3, 9, 10, 11, 25}) {
      int groups = Jackknife.groups(images);
      int sum = IntStream.range(0, groups).map(g -> Jackknife.sizeOf(g, groups, images)).sum();
      assertThat(sum).isEqualTo(images);
      assertThat(Jackknife.sizeOf(-1, groups, images)).isZero();
      Features features = new Features(new float[images], images, 1);
      for (int group = 0; group < groups; group++) {
        assertThat(features.without(group, groups).count())
            .isEqualTo(images - Jackknife.sizeOf(group, groups, images));
      }
    }
  }

  /**
   * Two normal distributions of 8 features whose distance is known: 0.5 for each feature's mean and
   * 0.25 for its deviation, 1 against 1.5. The estimate is too large by more than its interval is
   * wide; the interval holds the truth in 95 of 100 cases, so hardly in less than 32 of 40.
   */
  @Test
  void theIntervalHoldsTheTrueFrechetDistance() {
    int held = 0;
    double estimates = 0;
    double truth = 8 * (0.5 * 0.5 + 0.5 * 0.5);
    for (int trial = 0; trial < 40; trial++) {
      Features a = normal(2L * trial, 60, 0, 1);
      Features b = normal(2L * trial + 1, 60, 0.5, 1.5);
      Reference real = new Reference(b);
      estimates += real.frechetDistance(a) / 40;
      Interval interval = real.frechetInterval(a).orElseThrow();
      held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    assertThat(estimates).isGreaterThan(truth + 0.3);
    assertThat(held).isGreaterThanOrEqualTo(32);
  }

  /** The groups must not be those of the classes, which come in turns in one of the sets. */
  @Test
  void theIntervalDoesNotDependOnTheOrderOfTheImages() {
    Random random = new Random(3);
    Features turns = around(random, IntStream.range(0, 3000).map(i -> i % 10), 0);
    Features shifted = around(random, random.ints(3000, 0, 10), 0.5);
    Interval interval = new Reference(turns).frechetInterval(shifted).orElseThrow();
    assertThat(interval.low()).isLessThan(8 * 0.5 * 0.5).isPositive();
    assertThat(interval.high()).isGreaterThan(8 * 0.5 * 0.5).isLessThan(3);
  }

  /** Points of 8 features, each a shift away from one of ten centres. */
  private static Features around(Random random, IntStream centres, double shift) {
    int[] centre = centres.toArray();
    float[] values = new float[centre.length * 8];
    for (int i = 0; i < values.length; i++) {
      double middle = 3 * StrictMath.sin(7 * centre[i / 8] + i % 8);
      values[i] = (float) (middle + shift + 0.1 * random.nextGaussian());
    }
    return new Features(values, centre.length, 8);
  }

  @Test
  void fewerImagesThanTwiceTheFeaturesHaveNoInterval() {
    assertThat(new Reference(normal(1, 100, 0, 1)).frechetInterval(normal(2, 15, 0, 1))).isEmpty();
    assertThat(new Reference(normal(1, 15, 0, 1)).frechetInterval(normal(2, 100, 0, 1))).isEmpty();
  }

  private static double variance(double[] numbers, int without) {
    double[] left =
        IntStream.range(0, 5).filter(i -> i != without).mapToDouble(i -> numbers[i]).toArray();
    double mean = Arrays.stream(left).average().orElseThrow();
    return Arrays.stream(left).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }

  private static Features normal(long seed, int count, double mean, double deviation) {
    Random random = new Random(seed);
    float[] values = new float[count * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return new Features(values, count, 8);
  }
}
