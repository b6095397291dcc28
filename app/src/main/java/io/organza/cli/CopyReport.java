package io.organza.cli;

import io.organza.data.PackedImages;
import io.organza.metric.ImageSet;
import io.organza.metric.NearestImages;
import io.organza.metric.Nearness;
import io.organza.metric.Neighbour;
import java.util.List;
import java.util.Locale;

/**
 * How near generated images are to training images, compared with how near real images are that are
 * certainly no copies: those held out or, if there are none, other training images.
 *
 * @param made the generated images' distances from their nearest training image
 * @param real the real images'
 * @param realName what the real images are
 * @param copies how many generated images are as near as the nearest 5 in 100 of the real ones
 * @param count how many generated images there are
 */
record CopyReport(Nearness made, Nearness real, String realName, long copies, int count) {

  /** As many real images give a fair idea. */
  private static final int MOST_REAL = 256;

  static CopyReport of(
      List<List<Neighbour>> neighbours,
      NearestImages search,
      PackedImages trained,
      PackedImages heldOut) {
    boolean held = heldOut.count() > 0;
    List<Neighbour> ofReal =
        held
            ? nearest(search.of(ImageSet.of(heldOut).atMost(MOST_REAL), 1))
            : search.ofOwn(RunImages.spread(trained.count(), MOST_REAL));
    List<Neighbour> ofMade = nearest(neighbours);
    Nearness real = Nearness.of(ofReal);
    String name = "%d %s images".formatted(ofReal.size(), held ? "held-out" : "training");
    long copies = ofMade.stream().filter(one -> one.distance() <= real.near()).count();
    return new CopyReport(Nearness.of(ofMade), real, name, copies, ofMade.size());
  }

  /** Returns what a person should know. */
  List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "Nearest training image: at %.3f (median) from generated ones, at %.3f from %s",
            made.median(),
            real.median(),
            realName),
        String.format(
            Locale.ROOT,
            "As near as the nearest 5%% of these (%.3f): %d of %d generated images;"
                + " about %.1f if nothing is copied",
            real.near(),
            copies,
            count,
            Nearness.NEAR_SHARE * count));
  }

  private static List<Neighbour> nearest(List<List<Neighbour>> neighbours) {
    return neighbours.stream().map(all -> all.get(0)).toList();
  }
}
