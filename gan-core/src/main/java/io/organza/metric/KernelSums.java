package io.organza.metric;

/**
 * Sums of the kernel (x y / size + 1)^3 over pairs of images of two sets, for each pair of groups:
 * from them the distance of the sets, and of what is left of them without a group, is quickly told.
 */
final class KernelSums {

  private final Features a;
  private final Features b;
  private final int groups;
  private final double[][] withinA;
  private final double[][] withinB;
  private final double[][] across;

  /** Takes sets of at least 2 images each. */
  KernelSums(Features a, Features b) {
    this.a = a;
    this.b = b;
    groups = Jackknife.groups(Math.min(a.count(), b.count()));
    withinA = sums(a, a, true);
    withinB = sums(b, b, true);
    across = sums(a, b, false);
  }

  int groups() {
    return groups;
  }

  /** Returns the squared maximum mean discrepancy. */
  double distance() {
    return distanceWithout(-1);
  }

  /** Returns that of the images that are not in a group. */
  double distanceWithout(int group) {
    double m = a.count() - Jackknife.sizeOf(group, groups, a.count());
    double n = b.count() - Jackknife.sizeOf(group, groups, b.count());
    return without(withinA, group) / (m * (m - 1))
        + without(withinB, group) / (n * (n - 1))
        - 2 * without(across, group) / (m * n);
  }

  private static double without(double[][] sums, int group) {
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < sums.length; j++) {
        sum += i == group || j == group ? 0 : sums[i][j];
      }
    }
    return sum;
  }

  /** Returns the sums over all pairs, or all pairs of two different images. */
  private double[][] sums(Features x, Features y, boolean different) {
    double[][] sums = new double[groups][groups];
    FeatureProducts.innerProducts(
        x,
        y,
        (row, products) -> {
          for (int group = 0; group < groups; group++) {
            double sum = 0;
            for (int j = group; j < products.length; j += groups) {
              if (!different || j != row) {
                double kernel = (double) products[j] / x.size() + 1;
                sum += kernel * kernel * kernel;
              }
            }
            sums[row % groups][group] += sum;
          }
        });
    return sums;
  }
}
