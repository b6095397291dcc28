package io.organza.data;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;

/**
 * The endless row of a set's images: epoch after epoch, each a permutation drawn for (seed, epoch).
 *
 * <p>Remembers the permutation of one epoch; not thread-safe.
 */
final class EpochOrder {

  private final int[] permutation;
  private final long seed;
  private long epoch = -1;

  EpochOrder(int count, long seed) {
    this.permutation = new int[count];
    this.seed = seed;
  }

  /** Returns the image that stands at a place in the row, counted from 0. */
  int image(long place) {
    long wanted = place / permutation.length;
    if (wanted != epoch) {
      shuffle(wanted);
      epoch = wanted;
    }
    return permutation[(int) (place % permutation.length)];
  }

  /** Fisher and Yates's shuffle, from the inside out. */
  private void shuffle(long wanted) {
    RandomStream random = RandomStream.of(seed, Purpose.ORDER, wanted);
    for (int i = 0; i < permutation.length; i++) {
      int other = (int) (random.nextDouble() * (i + 1));
      permutation[i] = permutation[other];
      permutation[other] = i;
    }
  }
}
