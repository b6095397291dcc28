package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruncationTest {

  private static final int SIZE = 65;

  private static float[][] latents(double psi, long seeds) {
    return new Latents(SIZE, new Truncation(psi)).of(LongStream.range(0, seeds).toArray());
  }

  @Test
  void aLatentHasComponents() {
    assertThatThrownBy(() -> new Latents(0, new Truncation(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size must be at least 1, got 0");
  }

  /** The variance in [-r, r], by Simpson's rule with 2,000 intervals. */
  private static double variance(double r) {
    double weights = 0;
    double squares = 0;
    int intervals = 2000;
    for (int i = 0; i <= intervals; i++) {
      double z = r * i / intervals;
      double weight = Math.exp(-z * z / 2) * (i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4);
      weights += weight;
      squares += weight * z * z;
    }
    return squares / weights;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.99999})
  void theDeviationWithinTheRadiusIsPsi(double psi) {
    assertThat(Math.sqrt(variance(new Truncation(psi).radius())) / psi).isCloseTo(1, within(1e-9));
  }

  // The first by the formula with R's dnorm and pnorm: r = 1 has the variance 0.291125.
  @ParameterizedTest
  @CsvSource({"0.53956, 1, 1e-4", "0.001, 0.00173205, 1e-8"})
  void knownRadiiAreFound(double psi, double radius, double tolerance) {
    assertThat(new Truncation(psi).radius()).isCloseTo(radius, within(tolerance));
  }

  @Test
  void theRadiusGrowsWithPsi() {
    List<Double> radii = new ArrayList<>();
    for (double psi : new double[] {Double.MIN_VALUE, 1e-200, 1e-3, 0.2, 0.5, 0.8, 1 - 1e-15, 1}) {
      radii.add(new Truncation(psi).radius());
    }
    assertThat(radii).isSorted().allMatch(radius -> radius > 0);
    assertThat(radii.get(radii.size() - 1)).isInfinite();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.5, 0.8, 0.95})
  void latentsAreNormalWithinTheRadius(double psi) {
    double radius = new Truncation(psi).radius();
    int seeds = 2000;
    double sum = 0;
    double squares = 0;
    int inner = 0;
    for (float[] latent : latents(psi, seeds)) {
      for (float z : latent) {
        assertThat(Math.abs(z)).isLessThanOrEqualTo((float) radius);
        sum += z;
        squares += z * z;
        inner += Math.abs(z) < radius / 2 ? 1 : 0;
      }
    }
    double count = seeds * SIZE;
    // Five times the deviation of a mean of 130,000 numbers, whose squares deviate by at most 1.5.
    assertThat(sum / count / psi).isCloseTo(0, within(5 / Math.sqrt(count)));
    assertThat(squares / count / psi / psi).isCloseTo(1, within(7.5 / Math.sqrt(count)));
    assertThat(inner / count).isCloseTo(innerHalf(radius), within(2.5 / Math.sqrt(count)));
  }

  /** The share of a normal distribution in [-r, r] that is in [-r/2, r/2], by the midpoint rule. */
  private static double innerHalf(double r) {
    double inner = 0;
    double all = 0;
    int intervals = 2000;
    for (int i = 0; i < intervals; i++) {
      double z = r * (i + 0.5) / intervals;
      all += Math.exp(-z * z / 2);
      inner += i < intervals / 2 ? Math.exp(-z * z / 2) : 0;
    }
    return inner / all;
  }

  @Test
  void withoutTruncationLatentsAreTheSeedsNormalNumbers() {
    float[][] latents = latents(1, 3);
    for (int seed = 0; seed < 3; seed++) {
      assertThat(latents[seed])
          .containsExactly(RandomStream.of(0, Purpose.SAMPLE_LATENTS, seed).gaussians(SIZE));
    }
  }

  @Test
  void latentsAreTheirSeedsOwnAndKeepWhatIsWithinTheRadius() {
    float[][] some = latents(0.7, 20);
    assertThat(new Latents(SIZE, new Truncation(0.7)).of(19)[0]).containsExactly(some[19]);
    double radius = new Truncation(0.7).radius();
    float[] all = latents(1, 20)[19];
    for (int i = 0; i < SIZE; i++) {
      assertThat(some[19][i] == all[i]).isEqualTo(Math.abs(all[i]) <= radius);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.0001, Double.NaN, Double.POSITIVE_INFINITY})
  void otherValuesAreRefused(double psi) {
    assertThatThrownBy(() -> new Truncation(psi))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("psi must be above 0 and at most 1, got " + psi);
  }
}
