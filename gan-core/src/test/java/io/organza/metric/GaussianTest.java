package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianTest {

  @Test
  void independentFeaturesAddTheDifferencesOfTheirDeviations() {
    Gaussian a = new Gaussian(new double[] {1, 2, 3}, diagonal(4, 9, 0));
    Gaussian b = new Gaussian(new double[] {1, 0, 6}, diagonal(1, 25, 16));
    // Means: 0 + 4 + 9; deviations: (2 - 1)^2 + (3 - 5)^2 + (0 - 4)^2.
    assertThat(a.frechetDistance(b)).isCloseTo(13 + 21, within(1e-9));
    assertThat(b.frechetDistance(a)).isCloseTo(13 + 21, within(1e-9));
  }

  /** For 2 x 2 matrices, tr(M^(1/2)) is (tr M + 2 det(M)^(1/2))^(1/2), and M = C C' will do. */
  @Test
  void covariancesThatDoNotCommuteAgreeWithTheClosedFormForTwoFeatures() {
    double[][] c = {{5, 2}, {2, 3}};
    double[][] d = {{1, -0.7}, {-0.7, 4}};
    double traceOfProduct = 5 * 1 + 2 * -0.7 + 2 * -0.7 + 3 * 4;
    double determinant = (5 * 3 - 4) * (1 * 4 - 0.49);
    double root = Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinant));
    double expected = 8 + 5 - 2 * root;
    double[] zero = {0, 0};
    assertThat(new Gaussian(zero, c).frechetDistance(new Gaussian(zero, d)))
        .isCloseTo(expected, within(1e-9));
  }

  /**
   * Pairs of features that know nothing of other pairs add the distances of the pairs, by the
   * closed form above; and a rotation of all features, after which each knows of all, changes
   * nothing.
   */
  @Test
  void manyFeaturesThatDependOnEachOtherAgreeWithTheClosedFormOfPairs() {
    int pairs = 30;
    Random random = new Random(7);
    double[][] c = new double[2 * pairs][2 * pairs];
    double[][] d = new double[2 * pairs][2 * pairs];
    double expected = 0;
    for (int i = 0; i < 2 * pairs; i += 2) {
      double[] p = putPair(c, i, random);
      double[] q = putPair(d, i, random);
      double traceOfProduct = p[0] * q[0] + 2 * p[1] * q[1] + p[2] * q[2];
      double determinant = (p[0] * p[2] - p[1] * p[1]) * (q[0] * q[2] - q[1] * q[1]);
      expected += p[0] + p[2] + q[0] + q[2];
      expected -= 2 * Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinant));
    }
    for (int k = 0; k < 4000; k++) {
      int i = random.nextInt(2 * pairs);
      int j = (i + 1 + random.nextInt(2 * pairs - 1)) % (2 * pairs);
      double angle = random.nextDouble() * Math.PI;
      rotate(c, i, j, angle);
      rotate(d, i, j, angle);
    }
    double[] zero = new double[2 * pairs];
    assertThat(new Gaussian(zero, c).frechetDistance(new Gaussian(zero, d)))
        .isCloseTo(expected, within(1e-8));
  }

  /**
   * Puts a drawn covariance of the features i and i + 1 there: returns both variances around it.
   */
  private static double[] putPair(double[][] covariance, int i, Random random) {
    double first = 0.1 + random.nextDouble();
    double second = 5 * random.nextDouble();
    double between = (2 * random.nextDouble() - 1) * Math.sqrt(first * second);
    covariance[i][i] = first;
    covariance[i][i + 1] = between;
    covariance[i + 1][i] = between;
    covariance[i + 1][i + 1] = second;
    return new double[] {first, between, second};
  }

  /** Turns the features i and j, in place: Q C Q'. */
  private static void rotate(double[][] c, int i, int j, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (double[] row : c) {
      double old = row[i];
      row[i] = cos * old - sin * row[j];
      row[j] = sin * old + cos * row[j];
    }
    for (int k = 0; k < c.length; k++) {
      double old = c[i][k];
      c[i][k] = cos * old - sin * c[j][k];
      c[j][k] = sin * old + cos * c[j][k];
    }
  }

  @Test
  void theMeanAndCovarianceAreThoseOfTheSample() {
    Gaussian sample = Gaussian.of(new Features(new float[] {1, 10, 3, 10, 5, 16}, 3, 2));
    // Deviations -2 0 2 and -2 -2 4: variances 8 / 2 and 24 / 2, covariance 12 / 2.
    Gaussian expected = new Gaussian(new double[] {3, 12}, new double[][] {{4, 6}, {6, 12}});
    assertThat(sample.frechetDistance(expected)).isCloseTo(0, within(1e-9));
  }

  @Test
  void aSetIsNotFarFromItself() {
    Random random = new Random(1);
    float[] values = new float[40 * 30];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Gaussian same = Gaussian.of(new Features(values, 40, 30));
    assertThat(same.frechetDistance(same)).isBetween(0.0, 1e-9);
    Gaussian fewerThanFeatures = Gaussian.of(new Features(values, 30, 40));
    assertThat(fewerThanFeatures.frechetDistance(fewerThanFeatures)).isBetween(0.0, 1e-5);
  }

  @Test
  void whatCannotBeComparedIsNamed() {
    Gaussian one = new Gaussian(new double[1], diagonal(1));
    Gaussian two = new Gaussian(new double[2], diagonal(1, 1));
    assertThatThrownBy(() -> one.frechetDistance(two)).hasMessageContaining("got 1 and 2");
    assertThatThrownBy(() -> Gaussian.of(new Features(new float[3], 1, 3)))
        .hasMessageContaining("at least 2 images, got 1");
    assertThatThrownBy(() -> new Features(new float[5], 2, 3)).hasMessageContaining("2 * 3");
  }

  private static double[][] diagonal(double... variances) {
    double[][] covariance = new double[variances.length][variances.length];
    for (int i = 0; i < variances.length; i++) {
      covariance[i][i] = variances[i];
    }
    return covariance;
  }
}
