package io.organza.metric;

import java.util.Arrays;

/**
 * How real and made images lie among each other. Around each image is a ball that reaches to its
 * k-th nearest neighbour in its own set. As in the papers, what lies on its edge counts for
 * precision and recall, so that copies lie in each other's balls, and not for density and coverage.
 *
 * @param precision the share of made images in the ball of a real one: quality (Kynkaanniemi et
 *     al., "Improved precision and recall metric", NeurIPS 2019)
 * @param recall the share of real images in the ball of a made one: variety
 * @param density how many balls of real images a made one lies in, mean, divided by k; may be above
 *     1 (Naeem et al., "Reliable fidelity and diversity metrics", ICML 2020)
 * @param coverage the share of real images in whose ball a made one lies
 */
public record NeighbourScores(double precision, double recall, double density, double coverage) {

  /**
   * Computes all four.
   *
   * @param k 5 in Naeem et al., 3 in Kynkaanniemi et al.
   * @throws IllegalArgumentException if the sizes differ, or a set has no more than k images
   */
  public static NeighbourScores of(Features real, Features made, int k) {
    real.requireAtLeast(k + 1);
    made.requireAtLeast(k + 1);
    float[] realRadii = squaredRadii(real, k);
    float[] madeRadii = squaredRadii(made, k);
    boolean[] recalled = new boolean[real.count()];
    boolean[] covered = new boolean[real.count()];
    long[] counts = new long[2]; // made images in any ball, pairs of them and balls
    FeatureProducts.squaredDistances(
        made,
        real,
        (row, distances) -> {
          int balls = 0;
          boolean precise = false;
          for (int j = 0; j < distances.length; j++) {
            if (distances[j] < realRadii[j]) {
              balls++;
              covered[j] = true;
            }
            precise |= distances[j] <= realRadii[j];
            recalled[j] |= distances[j] <= madeRadii[row];
          }
          counts[0] += precise ? 1 : 0;
          counts[1] += balls;
        });
    return new NeighbourScores(
        (double) counts[0] / made.count(),
        share(recalled),
        (double) counts[1] / k / made.count(),
        share(covered));
  }

  /** Returns the squared distance of each to its k-th nearest, itself left out. */
  private static float[] squaredRadii(Features features, int k) {
    float[] radii = new float[features.count()];
    FeatureProducts.squaredDistances(
        features,
        features,
        (row, distances) -> {
          distances[row] = Float.POSITIVE_INFINITY;
          radii[row] = smallest(distances, k);
        });
    return radii;
  }

  /** Returns the k-th smallest value. */
  private static float smallest(float[] values, int k) {
    float[] least = new float[k]; // sorted
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    for (float value : values) {
      if (value < least[k - 1]) {
        int place = k - 1;
        while (place > 0 && least[place - 1] > value) {
          least[place] = least[place - 1];
          place--;
        }
        least[place] = value;
      }
    }
    return least[k - 1];
  }

  private static double share(boolean[] marks) {
    int count = 0;
    for (boolean mark : marks) {
      count += mark ? 1 : 0;
    }
    return (double) count / marks.length;
  }
}
