package io.organza.metric;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The kernel distance of two sets of images, called KID with features of the Inception network: the
 * squared maximum mean discrepancy under the kernel (x y / size + 1)^3 (Binkowski et al.,
 * "Demystifying MMD GANs", ICLR 2018). Its estimate is unbiased, so it may be below 0.
 *
 * @param value the mean over blocks of images
 * @param standardError of the value: by its spread over the blocks, or if there is one only, by the
 *     {@link Jackknife}; NaN of 2 images
 */
public record KernelDistance(double value, double standardError) {

  /** Images of each set in a block; smaller sets make one block. */
  private static final int BLOCK = 1000;

  /** More images of the larger set tell hardly more. */
  private static final int MOST_FOR_ONE = 5;

  /**
   * Estimates the distance: both sets, each in an order that is drawn, are cut into blocks, and
   * each block of the one is compared with one of the other.
   *
   * @throws IllegalArgumentException if the sizes differ, or there are fewer than 2 images
   */
  public static KernelDistance between(Features a, Features b) {
    int images = Math.min(a.count(), b.count());
    a.requireAtLeast(2);
    b.requireAtLeast(2);
    int[] x = some(DrawnOrder.FIRST, a, images);
    int[] y = some(DrawnOrder.SECOND, b, images);
    int blocks = images / BLOCK;
    return blocks < 2
        ? ofOne(new KernelSums(a.rows(x), b.rows(y)))
        : ofBlocks(
            blocks,
            block ->
                new KernelSums(a.rows(part(x, block, blocks)), b.rows(part(y, block, blocks))));
  }

  private static int[] some(DrawnOrder order, Features features, int images) {
    int count = Math.min(features.count(), MOST_FOR_ONE * images);
    return Arrays.copyOf(order.of(features.count()), count);
  }

  private static KernelDistance ofOne(KernelSums sums) {
    Jackknife jackknife = Jackknife.of(sums.distance(), sums.groups(), sums::distanceWithout);
    return new KernelDistance(sums.distance(), jackknife.standardError());
  }

  private static KernelDistance ofBlocks(int blocks, IntFunction<KernelSums> sums) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < blocks; i++) {
      double distance = sums.apply(i).distance();
      sum += distance;
      squares += distance * distance;
    }
    double mean = sum / blocks;
    double variance = Math.max(0, squares / blocks - mean * mean) * blocks / (blocks - 1.0);
    return new KernelDistance(mean, Math.sqrt(variance / blocks));
  }

  private static int[] part(int[] places, int index, int parts) {
    long count = places.length;
    return Arrays.copyOfRange(
        places, (int) (count * index / parts), (int) (count * (index + 1) / parts));
  }
}
