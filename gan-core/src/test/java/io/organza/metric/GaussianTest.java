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
