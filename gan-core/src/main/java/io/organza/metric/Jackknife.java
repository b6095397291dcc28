package io.organza.metric;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What leaving out a tenth of the images, one after the other, tells of a number computed from all
 * of them (Quenouille, 1956; Tukey, 1958): by how much it is off because they are few, if that
 * falls as one over their number, and how far it differs by which they are.
 *
 * @param value the number without what is off
 * @param standardError of the value
 * @param groups how many parts were left out
 */
record Jackknife(double value, double standardError, int groups) {

  private static final int MOST_GROUPS = 10;

  /** The 97.5% quantiles of Student's distribution with 1 to 9 degrees of freedom. */
  private static final double[] QUANTILES = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262
  };

  /**
   * Leaves out each group.
   *
   * @param whole the number computed from all images
   * @param without the number computed from all images but those of a group
   */
  static Jackknife of(double whole, int groups, IntToDoubleFunction without) {
    double[] parts = IntStream.range(0, groups).mapToDouble(without).toArray();
    double mean = Arrays.stream(parts).average().orElseThrow();
    double squares = 0;
    for (double part : parts) {
      squares += (part - mean) * (part - mean);
    }
    return new Jackknife(
        groups * whole - (groups - 1) * mean, Math.sqrt(squares * (groups - 1) / groups), groups);
  }

  /** Returns how many groups so many images make: image i is in group i modulo their number. */
  static int groups(int images) {
    return Math.min(MOST_GROUPS, images);
  }

  /** Returns how many of the images are in a group; none in group -1. */
  static int sizeOf(int group, int groups, int images) {
    return group < 0 ? 0 : (images - group + groups - 1) / groups;
  }

  /** Returns the interval that holds the true number in 95 of 100 cases. */
  Interval interval() {
    double reach = QUANTILES[groups - 2] * standardError;
    return new Interval(value - reach, value + reach);
  }
}
