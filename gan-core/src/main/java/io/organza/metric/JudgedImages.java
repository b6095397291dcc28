package io.organza.metric;

import java.util.List;
import java.util.function.IntConsumer;

/** Images to be judged by their features, which are made or read when they are looked at. */
public interface JudgedImages {

  /** Returns the number of images. */
  int count();

  /** Returns the images from {@code begin} to before {@code end}. */
  ImageSet range(int begin, int end);

  /** Returns the class that an image was asked to be of; -1 if it was not asked for one. */
  default int classOf(int index) {
    return -1;
  }

  /**
   * Looks at all images, a thousand at a time, and returns their features of each kind.
   *
   * @param progress is told how many are done
   */
  default List<Features> features(List<ImageFeatures> kinds, IntConsumer progress) {
    int chunk = 1000;
    List<float[][]> rows = kinds.stream().map(kind -> new float[count()][]).toList();
    for (int begin = 0; begin < count(); begin += chunk) {
      ImageSet images = range(begin, Math.min(begin + chunk, count()));
      for (int kind = 0; kind < kinds.size(); kind++) {
        kinds.get(kind).of(images).copyRows(rows.get(kind), begin);
      }
      progress.accept(begin + images.count());
    }
    return rows.stream().map(Features::of).toList();
  }
}
