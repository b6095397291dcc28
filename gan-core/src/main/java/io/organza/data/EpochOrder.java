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

  private final int count;
  private final LongFunction<RandomStream> streams;
  private long epoch = -1;
  private int[] permutation = {};

  EpochOrder(int count, long seed) {
    this(count, epoch -> RandomStream.of(seed, Purpose.ORDER, epoch));
  }

  /** Takes the stream that each epoch's permutation is drawn from. */
  EpochOrder(int count, LongFunction<RandomStream> streams) {
    this.count = count;
    this.streams = streams;
  }

  @Override
  public int image(long place) {
    long wanted = place / count;
    if (wanted != epoch) {
      permutation = streams.apply(wanted).permutation(count);
      epoch = wanted;
    }
    return permutation[(int) (place % count)];
  }
}
