package io.organza.data;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An endless row of a labelled set's images in which every class is shown equally often: round
 * after round of all classes in an order that is drawn, each with the next image of its own row.
 *
 * <p>Remembers permutations; not thread-safe.
 */
final class ClassOrder implements ImageOrder {

  private final List<int[]> members = new ArrayList<>();
  private final List<EpochOrder> orders = new ArrayList<>();
  private final EpochOrder rounds;

  ClassOrder(PackedImages images, long seed) {
    for (int label = 0; label < images.classes().size(); label++) {
      int wanted = label;
      int[] ofClass =
          IntStream.range(0, images.count()).filter(i -> images.label(i) == wanted).toArray();
      if (ofClass.length > 0) {
        members.add(ofClass);
      }
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException("images without labels cannot be drawn by class");
    }
    int streams = members.size() + 1;
    for (int which = 0; which < members.size(); which++) {
      orders.add(order(members.get(which).length, seed, streams, which));
    }
    rounds = order(members.size(), seed, streams, members.size());
  }

  @Override
  public int image(long place) {
    int which = rounds.image(place);
    long round = place / members.size();
    return members.get(which)[orders.get(which).image(round)];
  }

  private static EpochOrder order(int count, long seed, int streams, int which) {
    return new EpochOrder(
        count, epoch -> RandomStream.of(seed, Purpose.BALANCED_ORDER, epoch * streams + which));
  }
}
