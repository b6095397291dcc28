package io.organza.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which images are set aside, and which of the others are trained on. It depends on the bytes of
 * their files alone, of which there is a part of a cryptographic hash: that is as good as a number
 * drawn for the file. The same images are chosen at each run, and of equal files all are held out
 * or none.
 */
final class Selection {

  private Selection() {}

  /**
   * Returns whether an image is held out.
   *
   * @param content of its file
   * @param percent of the images that is held out, on average
   * @param fold which of the parts of that size is held out, from 0: no image is in two of them
   */
  static boolean isHeldOut(long content, double percent, int fold) {
    double place = (content >>> 11) * 0x1p-53 * 100;
    return place >= fold * percent && place < (fold + 1) * percent;
  }

  /**
   * Returns the places of a subset, in their order. It is drawn by other bits than what is held
   * out, and a smaller one is a part of a larger one.
   *
   * @param contents of all files that the subset may have
   * @param count the number of images in the subset; 0 for all
   * @throws DataException if there are fewer
   */
  static int[] subset(long[] contents, int count) throws DataException {
    if (count > contents.length) {
      throw new DataException(
          "a subset of %d images: there are only %d that can be trained on"
              .formatted(count, contents.length));
    }
    return IntStream.range(0, contents.length)
        .boxed()
        .sorted(Comparator.comparingLong(place -> Long.reverse(contents[place])))
        .limit(count == 0 ? contents.length : count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
