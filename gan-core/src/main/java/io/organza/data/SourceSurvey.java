package io.organza.data;

import io.organza.image.Fit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a look at every image of a source found.
 *
 * @param images those that can be read, in the order of the source
 * @param skipped those that cannot
 * @param ignored how many other files there are of each ending: {@code txt}
 */
public record SourceSurvey(
    List<Seen> images, List<SkippedFile> skipped, Map<String, Integer> ignored) {

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
   * How a file stores an image.
   *
   * @param size upright
   * @param mode how its pixels are stored
   * @param reader whose code reads it
   */
  public record Stored(Size size, Mode mode, String reader) {}

  /**
   * One image.
   *
   * @param content a hash of the file: equal files, equal hashes
   * @param stored how a file stores it; null if it is drawn, at any size
   */
  public record Look(long content, @Nullable Stored stored) {}

  /**
   * An image, and where it was seen.
   *
   * @param index in the source
   * @param path in the source
   */
  public record Seen(int index, String path, Look look) {}

  private static final int BLOCK = 16;

  private record Finding(@Nullable Seen seen, @Nullable SkippedFile skipped) {}

  public SourceSurvey {
    images = List.copyOf(images);
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

  /**
   * Tells whether all images of a source are stored as grey, as their headers say. Those that
   * cannot be read do not count. The first one that is not grey ends the search.
   *
   * @param options how long a file may take
   * @param progress is told how far it has come
   * @throws IOException if the thread is interrupted
   */
  static boolean allGrey(ImageSource source, DataOptions options, PackedImages.Progress progress)
      throws IOException {
    try {
      return blocks(source, false, TimeLimit.of(options), progress)
          .flatMap(List::stream)
          .map(Finding::seen)
          .filter(Objects::nonNull)
          .allMatch(seen -> isGrey(seen.look()));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Tells whether there are images and all of them are stored as grey. */
  public boolean allGrey() {
    return !images.isEmpty() && images.stream().allMatch(seen -> isGrey(seen.look()));
  }

  /** Returns the sizes of the images that are files, upright, in the order of the source. */
  public List<Size> sizes() {
    return stored().map(Stored::size).toList();
  }

  /** Returns the number of files by the ending of their names. */
  public SortedMap<String, Integer> formats() {
    return counts(
        images.stream()
            .filter(seen -> seen.look().stored() != null)
            .map(seen -> seen.path().substring(seen.path().lastIndexOf('.') + 1))
            .map(ending -> ending.toLowerCase(Locale.ROOT)));
  }

  /** Returns the number of files by the code that reads them. */
  public SortedMap<String, Integer> readers() {
    return counts(stored().map(Stored::reader));
  }

  /** Returns the number of files by how their pixels are stored. */
  public SortedMap<Mode, Integer> modes() {
    return counts(stored().map(Stored::mode));
  }

  /** Returns the paths of images whose files equal an earlier one, with that one's path. */
  public Map<String, String> duplicates() {
    Map<Long, String> contents = new HashMap<>();
    Map<String, String> duplicates = new LinkedHashMap<>();
    for (Seen seen : images) {
      String first = contents.putIfAbsent(seen.look().content(), seen.path());
      if (first != null) {
        duplicates.put(seen.path(), first);
      }
    }
    return duplicates;
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
    List<Size> sizes = sizes();
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
    List<Size> sizes = sizes();
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

  private Stream<Stored> stored() {
    return images.stream().map(seen -> seen.look().stored()).filter(Objects::nonNull);
  }

  private static boolean isGrey(Look look) {
    Stored stored = look.stored();
    return stored != null && stored.mode().grey();
  }

  private static <T> SortedMap<T, Integer> counts(Stream<T> things) {
    SortedMap<T, Integer> counts = new TreeMap<>();
    things.forEach(thing -> counts.merge(thing, 1, Integer::sum));
    return counts;
  }

  private static SourceSurvey of(
      ImageSource source, boolean whole, TimeLimit limit, PackedImages.Progress progress)
      throws IOException {
    try {
      List<Finding> findings =
          blocks(source, whole, limit, progress).flatMap(List::stream).toList();
      return new SourceSurvey(
          findings.stream().map(Finding::seen).filter(Objects::nonNull).toList(),
          findings.stream().map(Finding::skipped).filter(Objects::nonNull).toList(),
          source.ignored());
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Looks at images that follow each other, on all processors. */
  private static Stream<List<Finding>> blocks(
      ImageSource source, boolean whole, TimeLimit limit, PackedImages.Progress progress) {
    AtomicInteger done = new AtomicInteger();
    int count = source.count();
    return IntStream.rangeClosed(0, (count - 1) / BLOCK)
        .parallel()
        .mapToObj(
            block -> {
              int from = block * BLOCK;
              int to = Math.min(from + BLOCK, count);
              List<Finding> found = look(source, from, to, whole, limit);
              progress.update(done.addAndGet(to - from), count);
              return found;
            });
  }

  private static List<Finding> look(
      ImageSource source, int from, int to, boolean whole, TimeLimit limit) {
    List<Finding> found = new ArrayList<>();
    try {
      for (var outcome : limit.each(from, to, index -> source.look(index, whole))) {
        int index = from + found.size();
        String path = source.path(index);
        Look look = outcome.value();
        Throwable failure = outcome.failure();
        found.add(
            new Finding(
                look == null ? null : new Seen(index, path, look),
                failure == null ? null : SkippedFile.of(path, failure)));
      }
      return found;
    } catch (InterruptedIOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
