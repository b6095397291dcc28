package io.organza.data;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An endless row of a labelled set's images in which every class is shown equally often: round
 * after round of all classes in an order that is drawn, each with the next image of its own row.
 *
 * <p>Remembers permutations; not thread-safe.
 */
final class ClassOrder implements ImageOrder {

  private final List<int[]> members;
  private final List<EpochOrder> orders = new ArrayList<>();
  private final EpochOrder rounds;

  /** Takes what {@link #members} returns, which several orders may share. */
  ClassOrder(List<int[]> members, long seed) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("images without labels cannot be drawn by class");
    }
    this.members = List.copyOf(members);
    int streams = members.size() + 1;
    for (int which = 0; which < members.size(); which++) {
      orders.add(order(members.get(which).length, seed, streams, which));
    }
    rounds = order(members.size(), seed, streams, members.size());
  }

  /** Returns the images of each class that has some, in the order of the classes. */
  static List<int[]> members(PackedImages images) {
    List<IntStream.Builder> classes =
        Stream.generate(IntStream::builder).limit(images.classes().size()).toList();
    for (int image = 0; image < images.count(); image++) {
      if (images.label(image) >= 0) {
        classes.get(images.label(image)).add(image);
      }
    }
    return classes.stream()
        .map(of -> of.build().toArray())
        .filter(ofClass -> ofClass.length > 0)
        .toList();
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
