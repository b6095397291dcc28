package io.organza.sampling;

import io.organza.image.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The sheet of samples by which a training is watched: always of the same seeds.
 *
 * <p>Without classes it is a square of the seeds 0 to 63. With classes it has a row for each, and
 * the columns are the seeds 0 to 7: below each other are images of the same latent.
 */
public final class SampleSheet {

  /** Images in a row. */
  public static final int COLUMNS = 8;

  private static final int MOST_ROWS = 32;

  private SampleSheet() {}

  /**
   * Returns the class of each row from the top: all classes, or 32 that are evenly spread over
   * more.
   *
   * @param classes the number of classes, at least 1
   */
  public static int[] rows(int classes) {
    int rows = Math.min(classes, MOST_ROWS);
    return IntStream.range(0, rows).map(row -> (int) ((long) row * classes / rows)).toArray();
  }

  /** Draws the sheet with a generator as it is. */
  public static BufferedImage of(ImageGenerator generator) {
    if (generator.classes() == 0) {
      long[] seeds = LongStream.range(0, COLUMNS * COLUMNS).toArray();
      return ImageGrid.of(generator.generate(seeds), COLUMNS);
    }
    int[] rows = rows(generator.classes());
    int cells = rows.length * COLUMNS;
    long[] seeds = LongStream.range(0, cells).map(cell -> cell % COLUMNS).toArray();
    int[] classes = IntStream.range(0, cells).map(cell -> rows[cell / COLUMNS]).toArray();
    return ImageGrid.of(generator.generate(seeds, classes), COLUMNS);
  }
}
