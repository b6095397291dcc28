package io.organza.metric;

import java.util.List;

/**
 * How far images are from the nearest image of a set, in short.
 *
 * @param median the distance that half of the images are below
 * @param near the distance that 5 in 100 of them are below
 */
public record Nearness(double median, double near) {

  /** The share of images that {@link #near} is about. */
  public static final double NEAR_SHARE = 0.05;

  /**
   * Sums up the nearest image of each.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Nearness of(List<Neighbour> nearest) {
    if (nearest.isEmpty()) {
      throw new IllegalArgumentException("needs at least 1 image, got none");
    }
    double[] distances = nearest.stream().mapToDouble(Neighbour::distance).sorted().toArray();
    return new Nearness(quantile(distances, 0.5), quantile(distances, NEAR_SHARE));
  }

  /** Returns the value at a share of the way through sorted ones, between two if need be. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
