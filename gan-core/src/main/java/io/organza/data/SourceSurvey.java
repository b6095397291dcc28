package io.organza.data;

import io.organza.image.Fit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a look at every image of a source found. A built-in set has only its images' number.
 *
 * @param formats the number of readable images by the ending of their names
 * @param readers the number of readable images by the code that reads them
 * @param modes the number of readable images by how their pixels are stored
 * @param sizes the sizes of the readable images, upright, in the order of the source
 * @param duplicates the paths of images whose files equal an earlier one, with that one's path
 * @param skipped the images that cannot be read
 * @param ignored the number of other files
 */
public record SourceSurvey(
    Map<String, Integer> formats,
    Map<String, Integer> readers,
    Map<Mode, Integer> modes,
    List<Size> sizes,
    Map<String, String> duplicates,
    List<SkippedFile> skipped,
    int ignored) {

  /** The size of an image in pixels. */
  public record Size(int width, int height) {}

  /**
   * How pixels are stored.
   *
   * @param grey whether without colour, be it by a palette of greys
   * @param alpha whether with transparency
   * @param bits of a sample
   */
  public record Mode(boolean grey, boolean alpha, int bits) implements Comparable<Mode> {

    @Override
    public int compareTo(Mode other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return (grey ? "grey" : "colour") + (alpha ? " and alpha" : "") + ", " + bits + " bits";
    }
  }

  /**
   * One image.
   *
   * @param size upright
   * @param mode how its pixels are stored
   * @param reader whose code reads it
   * @param content a hash of the file
   */
  public record Look(Size size, Mode mode, String reader, long content) {}

  private static final int BLOCK = 16;

  private record Finding(String path, @Nullable Look look, @Nullable SkippedFile skipped) {}

  public SourceSurvey {
    sizes = List.copyOf(sizes);
    skipped = List.copyOf(skipped);
  }

  /**
   * Decodes every image of a source on all processors.
   *
   * @param options how long a file may take
   * @param progress is told how far it has come
   * @throws IOException if the thread is interrupted
   */
  public static SourceSurvey of(
      ImageSource source, DataOptions options, PackedImages.Progress progress) throws IOException {
    return of(source, true, TimeLimit.of(options), progress);
  }

  /**
   * Reads the headers of every image of a source on all processors, which is faster: damage further
   * on is not found.
   *
   * @param options how long a file may take
   * @param progress is told how far it has come
   * @throws IOException if the thread is interrupted
   */
  public static SourceSurvey ofHeaders(
      ImageSource source, DataOptions options, PackedImages.Progress progress) throws IOException {
    return of(source, false, TimeLimit.of(options), progress);
  }

  /** Tells whether there are images and all of them are stored as grey. */
  public boolean allGrey() {
    return !modes.isEmpty() && modes.keySet().stream().allMatch(Mode::grey);
  }

  /**
   * Returns the size that suits the set: that of its median sides, made smaller in proportion until
   * it is within the cap, and rounded down so that it can be halved down to four to seven pixels. A
   * set that is about square, within a tenth, is taken as square; one of unknown sizes gets the
   * cap.
   *
   * @param cap the longest side in pixels, at least 4
   */
  public Size resolution(int cap) {
    if (cap < 4) {
      throw new IllegalArgumentException("cap must be >= 4, got " + cap);
    }
    if (sizes.isEmpty()) {
      return new Size(halvable(cap), halvable(cap));
    }
    double width = median(sizes.stream().mapToInt(Size::width));
    double height = median(sizes.stream().mapToInt(Size::height));
    if (Math.max(width, height) <= 1.1 * Math.min(width, height)) {
      width = Math.min(width, height);
      height = width;
    }
    double scale = Math.min(1, cap / Math.max(width, height));
    return new Size(halvable((int) (scale * width)), halvable((int) (scale * height)));
  }

  /**
   * Returns the share of images, 0 to 1, that must be enlarged to fit; above a tenth a person
   * should be told.
   */
  public double enlargedShare(Fit fit, int height, int width) {
    long enlarged =
        sizes.stream()
            .filter(size -> fit.enlarges(size.height(), size.width(), height, width))
            .count();
    return sizes.isEmpty() ? 0 : (double) enlarged / sizes.size();
  }

  private static int halvable(int side) {
    int step = Math.max(Integer.highestOneBit(Math.max(side, 4) / 4), 1);
    return Math.max(side / step * step, 4);
  }

  private static double median(IntStream sides) {
    int[] sorted = sides.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static SourceSurvey of(
      ImageSource source, boolean whole, TimeLimit limit, PackedImages.Progress progress)
      throws IOException {
    AtomicInteger done = new AtomicInteger();
    int count = source.count();
    try {
      List<Finding> findings =
          IntStream.rangeClosed(0, (count - 1) / BLOCK)
              .parallel()
              .mapToObj(
                  block -> {
                    int from = block * BLOCK;
                    int to = Math.min(from + BLOCK, count);
                    List<Finding> found = look(source, from, to, whole, limit);
                    progress.update(done.addAndGet(to - from), count);
                    return found;
                  })
              .flatMap(List::stream)
              .toList();
      return of(findings, source.ignored());
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Finding> look(
      ImageSource source, int from, int to, boolean whole, TimeLimit limit) {
    List<Finding> found = new ArrayList<>();
    try {
      for (var outcome : limit.each(from, to, index -> source.look(index, whole))) {
        String path = source.path(from + found.size());
        Look look = outcome.value() == null ? null : outcome.value().orElse(null);
        Throwable failure = outcome.failure();
        found.add(new Finding(path, look, failure == null ? null : SkippedFile.of(path, failure)));
      }
      return found;
    } catch (InterruptedIOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceSurvey of(List<Finding> findings, int ignored) {
    Map<String, Integer> formats = new TreeMap<>();
    Map<String, Integer> readers = new TreeMap<>();
    Map<Mode, Integer> modes = new TreeMap<>();
    List<Size> sizes = new ArrayList<>();
    Map<Long, String> contents = new HashMap<>();
    Map<String, String> duplicates = new LinkedHashMap<>();
    List<SkippedFile> skipped = new ArrayList<>();
    for (Finding finding : findings) {
      Look look = finding.look();
      if (finding.skipped() != null) {
        skipped.add(finding.skipped());
      }
      if (look == null) {
        continue;
      }
      String path = finding.path();
      String ending = path.substring(path.lastIndexOf('.') + 1);
      formats.merge(ending.toLowerCase(Locale.ROOT), 1, Integer::sum);
      readers.merge(look.reader(), 1, Integer::sum);
      modes.merge(look.mode(), 1, Integer::sum);
      sizes.add(look.size());
      String first = contents.putIfAbsent(look.content(), path);
      if (first != null) {
        duplicates.put(path, first);
      }
    }
    return new SourceSurvey(
        formats, readers, modes, sizes, Collections.unmodifiableMap(duplicates), skipped, ignored);
  }
}
