package io.organza.data;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.function.LongFunction;

/**
 * The endless row of a set's images: epoch after epoch, each a permutation drawn for (seed, epoch).
 *
 * <p>Remembers the permutation of one epoch; not thread-safe.
 */
final class EpochOrder implements ImageOrder {

  private final int[] permutation;
  private final LongFunction<RandomStream> streams;
  private long epoch = -1;

  EpochOrder(int count, long seed) {
    this(count, epoch -> RandomStream.of(seed, Purpose.ORDER, epoch));
  }

  /** Takes the stream that each epoch's permutation is drawn from. */
  EpochOrder(int count, LongFunction<RandomStream> streams) {
    this.permutation = new int[count];
    this.streams = streams;
  }

  @Override
  public int image(long place) {
    long wanted = place / permutation.length;
    if (wanted != epoch) {
      shuffle(wanted);
      epoch = wanted;
    }
    return permutation[(int) (place % permutation.length)];
  }

  /** Fisher and Yates's shuffle, from the inside out. */
  private void shuffle(long wanted) {
    RandomStream random = streams.apply(wanted);
    for (int i = 0; i < permutation.length; i++) {
      int other = (int) (random.nextDouble() * (i + 1));
      permutation[i] = permutation[other];
      permutation[other] = i;
    }
  }
}
