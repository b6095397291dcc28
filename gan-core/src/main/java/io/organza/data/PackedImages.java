package io.organza.data;

import io.organza.file.Sha256;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a source at one size, decoded once to 8-bit levels (N, C, H, W) in a file of the
 * cache, which is mapped into memory; with their labels, if they have any.
 *
 * <p>Safe for use by several threads, and by several processes that share a cache.
 */
public final class PackedImages {

  /** Is told how far the decoding has come. */
  @FunctionalInterface
  public interface Progress {
    /** Says that so many of all files are done; may be called by several threads, out of order. */
    void update(int done, int total);
  }

  private static final long MOST_CHUNK_BYTES = 1 << 30;
  private static final int REASONS_SHOWN = 3;

  private final Pack pack;
  private final int[] rows;
  private final Labels labels;
  private final List<SkippedFile> skipped;
  private final String contentHash;

  private PackedImages(
      Pack pack, int[] rows, Labels labels, List<SkippedFile> skipped, String contentHash) {
    this.pack = pack;
    this.rows = rows;
    this.labels = labels;
    this.skipped = skipped;
    this.contentHash = contentHash;
  }

  /**
   * Opens the packed images of a source, and makes them first if the cache has none that are whole.
   * What is held out by the options is still among them. Files that were left out when they were
   * made are so still, whether they can be read by now or not: see {@link #refresh}.
   *
   * @param source the images; may be closed afterwards
   * @param shape the shape that each image is made to fit
   * @param options how images are made to fit, and how they are labelled
   * @param cache where packed images are kept; nothing else is written
   * @param progress is told about the decoding, if there is any
   * @throws DataException if none of the images can be used; or not all of them, and the options
   *     are strict; or the labels cannot be read
   * @throws LabelsException if there are fewer than two classes
   * @throws IOException if the cache cannot be written
   */
  public static PackedImages of(
      ImageSource source, ImageShape shape, DataOptions options, PackCache cache, Progress progress)
      throws IOException {
    Labels labels = Labels.of(source, options);
    String hash = Pack.sourceHash(source, shape, options);
    Path file = cache.create(source.name(), shape, hash);
    Pack pack = open(file, hash);
    if (pack == null) {
      Pack.write(file, new Packer(source, shape, options, progress), hash);
      pack = Pack.open(file, hash, MOST_CHUNK_BYTES);
    }
    cache.used(file);
    PackedImages images = labelled(pack, source, labels);
    if (options.strict() && !images.skipped().isEmpty()) {
      throw new DataException(
          "%d of %d images of %s cannot be used: %s"
              .formatted(
                  images.skipped().size(),
                  source.count(),
                  source.name(),
                  SkippedFile.first(images.skipped(), REASONS_SHOWN)));
    }
    return images;
  }

  /**
   * Returns the size in bytes of the file that the images which were looked at would be packed to.
   */
  public static long fileBytes(SourceSurvey survey, ImageShape shape) {
    int count = survey.images().size();
    int report = SkippedFile.toBytes(survey.skipped()).length;
    return new PackHeader(count, shape, 0, report, 0, false, "", "").fileBytes();
  }

  /** Returns the number of images, N. */
  public int count() {
    return rows.length;
  }

  /** Returns the shape (C, H, W) of each image. */
  public ImageShape shape() {
    return pack.header().shape();
  }

  /**
   * Returns a hash of shape, levels and labels, in hexadecimal: two sets with the same are the
   * same.
   */
  public String contentHash() {
    return contentHash;
  }

  /**
   * Returns the files that could not be read, then those that have no label; both in the order of
   * the source.
   */
  public List<SkippedFile> skipped() {
    return skipped;
  }

  /** Returns the number of files in the source that were no images by their name. */
  public int ignored() {
    return pack.header().ignored();
  }

  /**
   * Returns the share of the source's images, 0 to 1, that had fewer pixels than the shape; those
   * held out or without a label count.
   */
  public double enlargedShare() {
    return (double) pack.header().enlarged() / pack.header().count();
  }

  /** Returns how many images come from a file that equals an earlier one's, byte by byte. */
  public int duplicates() {
    Set<Long> contents = new HashSet<>();
    return (int) Arrays.stream(rows).filter(row -> !contents.add(pack.content(row))).count();
  }

  /** Returns the names of the classes, in the order of their labels; empty without labels. */
  public List<String> classes() {
    return labels.classes();
  }

  /** Returns an image's label, an index of {@link #classes()}; -1 without labels. */
  public int label(int index) {
    return labels.of(pack.sourceIndex(rows[index]));
  }

  /** Returns an image's index in its source. */
  public int sourceIndex(int index) {
    return pack.sourceIndex(rows[index]);
  }

  /**
   * Returns the images that are trained on when a share is held out.
   *
   * <p>Whether an image is held out depends on its file's bytes alone: the same ones are at each
   * run, whatever the others are and however they are made to fit ({@link Selection}).
   *
   * @param percent of the images that is held out, on average
   * @param fold which of the parts of that size is held out, from 0: no image is in two of them
   * @throws DataException if no image remains
   */
  public PackedImages withoutHoldout(double percent, int fold) throws DataException {
    if (percent == 0) {
      return this;
    }
    PackedImages kept =
        where(
            content -> !Selection.isHeldOut(content, percent, fold),
            "without " + part(percent, fold));
    if (kept.count() == 0) {
      throw new DataException(
          "holding out %s%% of %d images leaves none".formatted(percent, count()));
    }
    return kept;
  }

  /**
   * Returns the images that are held out, which may be none; see {@link #withoutHoldout(double,
   * int)}.
   */
  public PackedImages holdout(double percent, int fold) {
    return where(
        content -> Selection.isHeldOut(content, percent, fold), "holdout " + part(percent, fold));
  }

  /**
   * Returns so many of the images, drawn by their files' bytes; a smaller subset is a part of a
   * larger one.
   *
   * @param count the number of images; 0 for all
   * @throws DataException if there are fewer
   */
  public PackedImages subset(int count) throws DataException {
    if (count == 0) {
      return this;
    }
    int[] places = Selection.subset(Arrays.stream(rows).mapToLong(pack::content).toArray(), count);
    return of(Arrays.stream(places).map(place -> rows[place]).toArray(), "subset " + count);
  }

  /** What the first part is called decides on the hashes of the runs that have it. */
  private static String part(double percent, int fold) {
    return fold == 0 ? "" + percent : percent + " of part " + fold;
  }

  /**
   * Copies an image.
   *
   * @param index from 0 to {@link #count()} - 1
   * @param mirrored whether left and right are swapped
   * @param into receives (C, H, W) floats in [-1, 1]
   * @param offset the index of the first of them
   */
  public void floats(int index, boolean mirrored, float[] into, int offset) {
    int size = shape().size();
    byte[] levels = new byte[size];
    pack.levels(rows[index], levels);
    int width = shape().width();
    for (int row = 0; row < size; row += width) {
      for (int x = 0; x < width; x++) {
        int from = row + (mirrored ? width - 1 - x : x);
        into[offset + row + x] = Pixels.toFloat(levels[from]);
      }
    }
  }

  private PackedImages where(LongPredicate content, String part) {
    return of(Arrays.stream(rows).filter(row -> content.test(pack.content(row))).toArray(), part);
  }

  private PackedImages of(int[] chosen, String part) {
    return new PackedImages(pack, chosen, labels, skipped, Sha256.of(contentHash + "\n" + part));
  }

  private static PackedImages labelled(Pack pack, ImageSource source, Labels labels) {
    int count = (int) pack.header().count();
    if (labels.classes().isEmpty()) {
      int[] all = IntStream.range(0, count).toArray();
      return new PackedImages(pack, all, labels, pack.skipped(), pack.header().contentHash());
    }
    int[] rows =
        IntStream.range(0, count).filter(i -> labels.of(pack.sourceIndex(i)) >= 0).toArray();
    List<SkippedFile> skipped = labels.leftOut(source, pack.skipped());
    StringBuilder text = new StringBuilder(pack.header().contentHash());
    text.append(labels.classes());
    for (int row : rows) {
      text.append(' ').append(row).append(' ').append(labels.of(pack.sourceIndex(row)));
    }
    return new PackedImages(pack, rows, labels, skipped, Sha256.of(text.toString()));
  }

  /**
   * Deletes the packed images of a source if a file that was left out of them can be read by now:
   * memory, or rights, may have grown. Those that took too long are not tried. That is for runs
   * that begin; one that goes on needs the images that it has.
   */
  public static void refresh(
      ImageSource source, ImageShape shape, DataOptions options, PackCache cache)
      throws IOException {
    String hash = Pack.sourceHash(source, shape, options);
    Path file = cache.file(source.name(), shape, hash);
    if (isOutdated(file, hash, source, shape, options)) {
      cache.forget(file);
    }
  }

  /** Returns what the cache has of a source; null if that is nothing, or may be less than now. */
  static @Nullable Pack open(
      ImageSource source, ImageShape shape, DataOptions options, PackCache cache)
      throws IOException {
    String hash = Pack.sourceHash(source, shape, options);
    Path file = cache.file(source.name(), shape, hash);
    return isOutdated(file, hash, source, shape, options) ? null : open(file, hash);
  }

  private static boolean isOutdated(
      Path file, String hash, ImageSource source, ImageShape shape, DataOptions options)
      throws IOException {
    List<SkippedFile> skipped;
    try {
      skipped = Pack.skipped(file, hash);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      // There is none, or it is damaged.
      return false;
    }
    return Packer.canReadMore(source, shape, options, skipped);
  }

  private static @Nullable Pack open(Path file, String hash) {
    try {
      return Pack.open(file, hash, MOST_CHUNK_BYTES);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      // There is none, or it is damaged.
      return null;
    }
  }
}
