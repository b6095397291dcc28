package io.organza.metric;

import io.organza.data.PackedImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds which images of a set are nearest to others, by their features: whether a generator copies
 * what it was trained on.
 */
public final class NearestImages {

  /** Values of the pixels that are compared at once, 16 MB. */
  private static final int BLOCK = 1 << 22;

  private static final int NONE = -1;

  private final PackedImages images;
  private final boolean mirrored;
  private final ImageFeatures features;

  /**
   * Prepares a search.
   *
   * @param images the images that are searched
   * @param mirrored whether each is looked at with left and right swapped too, as it was trained on
   */
  public NearestImages(PackedImages images, boolean mirrored, ImageFeatures features) {
    this.images = images;
    this.mirrored = mirrored;
    this.features = features;
  }

  /**
   * Returns the k nearest images to each of some, the nearest first; fewer if there are fewer.
   *
   * @param some of the set's shape
   */
  public List<List<Neighbour>> of(ImageSet some, int k) {
    Features wanted = features.of(some);
    int[] nobody = new int[wanted.count()];
    Arrays.fill(nobody, NONE);
    return search(wanted, nobody, k);
  }

  /**
   * Returns the nearest other image to each of some of the set's own.
   *
   * @param own their indices
   * @throws IllegalArgumentException if the set has fewer than 2 images
   */
  public List<Neighbour> ofOwn(int[] own) {
    if (images.count() < 2) {
      throw new IllegalArgumentException("needs at least 2 images, got " + images.count());
    }
    return search(features.of(ImageSet.of(images, own, false)), own, 1).stream()
        .map(nearest -> nearest.get(0))
        .toList();
  }

  /** Finds the k nearest to each row, the row's own image left out. */
  private List<List<Neighbour>> search(Features wanted, int[] own, int k) {
    Comparator<Neighbour> farthestFirst = Comparator.comparing(Neighbour::distance).reversed();
    List<PriorityQueue<Neighbour>> nearest =
        Stream.generate(() -> new PriorityQueue<>(farthestFirst)).limit(wanted.count()).toList();
    int step = Math.max(1, BLOCK / images.shape().size());
    for (int begin = 0; begin < images.count(); begin += step) {
      int end = Math.min(begin + step, images.count());
      float[][] plain = squaredDistances(wanted, begin, end, false);
      float[][] swapped = mirrored ? squaredDistances(wanted, begin, end, true) : plain;
      for (int row = 0; row < plain.length; row++) {
        for (int j = 0; j < end - begin; j++) {
          float distance = Math.min(plain[row][j], swapped[row][j]);
          if (begin + j != own[row] && isNear(distance, nearest.get(row), k)) {
            boolean swap = swapped[row][j] < plain[row][j];
            nearest.get(row).add(new Neighbour(begin + j, swap, distance));
          }
        }
      }
    }
    return IntStream.range(0, wanted.count())
        .mapToObj(row -> measured(wanted.range(row, row + 1), nearest.get(row)))
        .toList();
  }

  private float[][] squaredDistances(Features wanted, int begin, int end, boolean swap) {
    float[][] distances = new float[wanted.count()][];
    FeatureProducts.squaredDistances(
        wanted,
        featuresOf(begin, end, swap),
        (row, values) -> distances[row] = Arrays.copyOf(values, end - begin));
    return distances;
  }

  private Features featuresOf(int begin, int end, boolean swap) {
    return features.of(ImageSet.of(images, IntStream.range(begin, end).toArray(), swap));
  }

  /** Returns whether an image is among the k nearest so far, and makes room for it. */
  private static boolean isNear(float distance, PriorityQueue<Neighbour> nearest, int k) {
    if (nearest.size() == k) {
      if (distance >= nearest.element().distance()) {
        return false;
      }
      nearest.remove();
    }
    return true;
  }

  /**
   * Computes the distances of those that were found, the nearest first: as differences of products
   * they were not exact, and a copy's was not 0.
   */
  private List<Neighbour> measured(Features wanted, PriorityQueue<Neighbour> found) {
    List<Neighbour> measured = new ArrayList<>();
    for (Neighbour one : found) {
      Features other = featuresOf(one.index(), one.index() + 1, one.mirrored());
      measured.add(new Neighbour(one.index(), one.mirrored(), wanted.distance(other)));
    }
    measured.sort(Comparator.comparing(Neighbour::distance));
    return List.copyOf(measured);
  }
}
