package io.organza.cli;

import io.organza.image.ImageGrid;
import io.organza.sampling.Latents;
import java.util.List;

/**
 * Which images are to be made, in which order, and which of them a sheet shows.
 *
 * @param seeds the seeds of the images
 * @param classes the number of classes of the generator, 0 if it is unconditional
 * @param labels the classes that each seed is made of, one after the other; none for the seed's own
 */
record ImagePlan(SeedList seeds, int classes, List<Integer> labels) {

  private static final int FEWEST_COLUMNS = 8;

  /**
   * An image to make.
   *
   * @param index its number in the plan, from 0
   * @param seed its seed
   * @param label its class; 0 if there are none
   */
  record Item(long index, long seed, int label) {}

  ImagePlan {
    labels = List.copyOf(labels);
  }

  /** Returns how many images there are. */
  long size() {
    return seeds.size() * Math.max(1, labels.size());
  }

  /**
   * Returns an image: first come all of the first class, then all of the second.
   *
   * @param index from 0, below {@link #size}
   */
  Item item(long index) {
    long seed = seeds.at(index % seeds.size());
    return new Item(index, seed, label(index, seed));
  }

  private int label(long index, long seed) {
    if (labels.isEmpty()) {
      return classes == 0 ? 0 : Latents.classOf(seed, classes);
    }
    return labels.get((int) (index / seeds.size()));
  }

  /**
   * Returns the number of columns of the sheet; with several classes each has a row.
   *
   * @param most how many images may be on the sheet
   */
  int columns(int most) {
    return labels.size() > 1
        ? (int) Math.min(seeds.size(), Math.max(FEWEST_COLUMNS, most / labels.size()))
        : ImageGrid.columns((int) Math.min(size(), most));
  }

  /** Returns the number of images on the sheet, of so many at most. */
  int cells(int most) {
    int columns = columns(most);
    return labels.size() > 1
        ? columns * Math.min(labels.size(), most / columns)
        : (int) Math.min(size(), most);
  }

  /** Returns the place of an image on the sheet, row by row; -1 if it is not on it. */
  int cell(Item item, int most) {
    if (labels.size() <= 1) {
      return item.index() < cells(most) ? (int) item.index() : -1;
    }
    int columns = columns(most);
    long column = item.index() % seeds.size();
    long cell = item.index() / seeds.size() * columns + column;
    return column < columns && cell < cells(most) ? (int) cell : -1;
  }
}
