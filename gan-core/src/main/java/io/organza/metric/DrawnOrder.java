package io.organza.metric;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.Arrays;

/**
 * Drawn orders of the images of a set, the same each time. Sets come as their files do, class by
 * class or the classes in turn: neither a stretch of such a set stands for it, nor every tenth
 * image.
 */
enum DrawnOrder {
  /** Decides which images stand for a set. */
  SUBSET(0),
  /** The order of the first of two sets that are compared part by part. */
  FIRST(1),
  /** That of the second: in the same order as the first, parts would be more alike than sets. */
  SECOND(2);

  private final long index;

  DrawnOrder(long index) {
    this.index = index;
  }

  /** Returns the places of the images, from 0 to before their number, in this order. */
  int[] of(int count) {
    return RandomStream.of(0, Purpose.JUDGED_ORDER, index).permutation(count);
  }

  /** Returns the places of so many of the images, the first ones of the order, ascending. */
  int[] some(int count, int most) {
    int[] some = Arrays.copyOf(of(count), most);
    Arrays.sort(some);
    return some;
  }
}
