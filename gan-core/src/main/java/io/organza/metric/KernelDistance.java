package io.organza.metric;

/**
 * The kernel distance of two sets of images, called KID with features of the Inception network: the
 * squared maximum mean discrepancy under the kernel (x y / size + 1)^3 (Binkowski et al.,
 * "Demystifying MMD GANs", ICLR 2018). Its estimate is unbiased, so it may be below 0.
 *
 * @param value the mean over blocks of images
 * @param standardError of the value; NaN if there is one block only
 */
public record KernelDistance(double value, double standardError) {

  /** Images of each set in a block; smaller sets make one block. */
  private static final int BLOCK = 1000;

  /**
   * Estimates the distance: both sets are cut into blocks, and each block of the one is compared
   * with one of the other.
   *
   * @throws IllegalArgumentException if the sizes differ, or there are fewer than 2 images
   */
  public static KernelDistance between(Features a, Features b) {
    int images = Math.min(a.count(), b.count());
    a.requireAtLeast(2);
    b.requireAtLeast(2);
    int blocks = Math.max(1, images / BLOCK);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < blocks; i++) {
      double distance = ofBlocks(block(a, i, blocks), block(b, i, blocks));
      sum += distance;
      squares += distance * distance;
    }
    double mean = sum / blocks;
    double variance = Math.max(0, squares / blocks - mean * mean) * blocks / (blocks - 1.0);
    return new KernelDistance(mean, Math.sqrt(variance / blocks));
  }

  private static Features block(Features features, int index, int blocks) {
    long count = features.count();
    return features.range((int) (count * index / blocks), (int) (count * (index + 1) / blocks));
  }

  private static double ofBlocks(Features a, Features b) {
    return mean(a, a, true) + mean(b, b, true) - 2 * mean(a, b, false);
  }

  /** Returns the mean of the kernel over all pairs, or all pairs of two different images. */
  private static double mean(Features a, Features b, boolean different) {
    double[] sum = {0};
    FeatureProducts.innerProducts(
        a,
        b,
        (row, products) -> {
          for (int j = 0; j < products.length; j++) {
            if (!different || j != row) {
              double x = (double) products[j] / a.size() + 1;
              sum[0] += x * x * x;
            }
          }
        });
    return sum[0] / ((double) a.count() * (different ? b.count() - 1 : b.count()));
  }
}
