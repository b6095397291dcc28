package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourScoresTest {

  /** Real images at 0, 1, 3 and 10, k = 1: their balls have the radii 1, 1, 2 and 7. */
  @Test
  void scoresAreTheOnesWorkedOutByHand() {
    Features real = new Features(new float[] {0, 1, 3, 10}, 4, 1);
    // Balls of radius 1.75, 1.75 and 18; of 0.5 real 0 and 1, of 2.25 real 1 and 3, of 20.25 none:
    // its own ball holds real 3 and 10.
    Features made = new Features(new float[] {0.5f, 2.25f, 20.25f}, 3, 1);
    NeighbourScores scores = NeighbourScores.of(real, made, 1);
    assertThat(scores.precision()).isEqualTo(2 / 3.0);
    assertThat(scores.recall()).isEqualTo(1);
    // 0.5 lies in the balls of 0 and 1, 2.25 in that of 3 (1 + 1 < 2.25), not in that of 10.
    assertThat(scores.density()).isEqualTo(3 / 3.0);
    assertThat(scores.coverage()).isEqualTo(3 / 4.0);
  }

  @Test
  void aMissingClusterCostsRecallAndCoverage() {
    Features real = clusters(1, 400, 0, 100);
    NeighbourScores all = NeighbourScores.of(real, clusters(2, 400, 0, 100), 5);
    NeighbourScores half = NeighbourScores.of(real, clusters(3, 400, 0, 0), 5);
    assertThat(all.precision()).isGreaterThan(0.9);
    assertThat(all.recall()).isGreaterThan(0.9);
    assertThat(all.density()).isBetween(0.8, 1.2);
    assertThat(all.coverage()).isGreaterThan(0.9);
    assertThat(half.precision()).isGreaterThan(0.9);
    assertThat(half.recall()).isBetween(0.4, 0.5);
    assertThat(half.coverage()).isBetween(0.4, 0.5);
  }

  @Test
  void badImagesCostPrecisionAndDensity() {
    Features real = clusters(1, 400, 0, 100);
    NeighbourScores scores = NeighbourScores.of(real, clusters(2, 400, 0, 50), 5);
    assertThat(scores.precision()).isBetween(0.4, 0.5);
    assertThat(scores.density()).isBetween(0.4, 1.2);
  }

  /** A ball of radius 0 holds its own centre: by the paper's "not farther than". */
  @ParameterizedTest
  @CsvSource({"50, 10, 64", "60, 9, 2048", "1, 60, 64", "1, 60, 1"})
  void copiesLieInTheBallsOfEachOther(int points, int copies, int size) {
    Random random = new Random(points);
    float[] values = new float[points * copies * size];
    for (int i = 0; i < points * size; i++) {
      values[i] = (float) Math.exp(2 * random.nextGaussian());
    }
    for (int i = points * size; i < values.length; i++) {
      values[i] = values[i - points * size];
    }
    Features features = new Features(values, points * copies, size);
    NeighbourScores scores = NeighbourScores.of(features, features, 5);
    assertThat(scores.precision()).isEqualTo(1);
    assertThat(scores.recall()).isEqualTo(1);
  }

  @Test
  void tooFewImagesAreRefused() {
    Features few = new Features(new float[5], 5, 1);
    assertThatThrownBy(() -> NeighbourScores.of(few, few, 5))
        .hasMessageContaining("at least 6 images, got 5");
  }

  /** Two features; every second image is around the first place, the others around the second. */
  private static Features clusters(long seed, int count, double first, double second) {
    Random random = new Random(seed);
    float[] values = new float[count * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + (i / 2 % 2 == 0 ? first : second));
    }
    return new Features(values, count, 2);
  }
}
