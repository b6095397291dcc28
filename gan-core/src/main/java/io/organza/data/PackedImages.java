package io.organza.data;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All images of a source at one size, decoded once to 8-bit levels (N, C, H, W) in a file of the
 * cache, which is mapped into memory.
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

  private final PackHeader header;
  private final List<SkippedFile> skipped;
  private final int imagesPerChunk;
  private final List<ByteBuffer> chunks = new ArrayList<>();

  private PackedImages(FileChannel file, PackHeader header, long chunkBytes) throws IOException {
    int size = header.shape().size();
    this.header = header;
    this.imagesPerChunk = (int) Math.max(chunkBytes / size, 1);
    for (long first = 0; first < header.count(); first += imagesPerChunk) {
      long images = Math.min(imagesPerChunk, header.count() - first);
      long position = PackHeader.BYTES + first * size;
      chunks.add(file.map(FileChannel.MapMode.READ_ONLY, position, images * size));
    }
    this.skipped = List.copyOf(readReport(file, header));
  }

  /**
   * Opens the packed images of a source, and makes them first if the cache has none that are whole.
   *
   * @param source the images; may be closed afterwards
   * @param shape the shape that each image is made to fit
   * @param cache the folder for packed images; nothing else is written
   * @param progress is told about the decoding, if there is any
   * @throws DataException if none of the images can be read
   * @throws IOException if the cache cannot be written
   */
  public static PackedImages of(ImageSource source, ImageShape shape, Path cache, Progress progress)
      throws IOException {
    String hash = sourceHash(source, shape);
    Path pack =
        cache.resolve("%s-%s-%s.pack".formatted(source.name(), shape, hash.substring(0, 16)));
    try {
      PackedImages packed = open(pack, hash, MOST_CHUNK_BYTES);
      if (packed.skipped().isEmpty() || !canReadMore(source, shape, packed.skipped())) {
        return packed;
      }
    } catch (IOException | IllegalArgumentException e) {
      // There is none, or it is damaged.
    }
    Files.createDirectories(cache);
    write(pack, new Packer(source, shape, progress), hash);
    return open(pack, hash, MOST_CHUNK_BYTES);
  }

  /** Tells whether a file that was left out can be read by now: memory or rights may have grown. */
  private static boolean canReadMore(
      ImageSource source, ImageShape shape, List<SkippedFile> skipped) {
    Set<String> paths = skipped.stream().map(SkippedFile::path).collect(Collectors.toSet());
    return IntStream.range(0, source.count())
        .filter(i -> paths.contains(source.path(i)))
        .anyMatch(i -> canRead(source, i, shape));
  }

  private static boolean canRead(ImageSource source, int index, ImageShape shape) {
    try {
      source.image(index, shape.height(), shape.width());
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return false;
    }
  }

  /** Opens a file in chunks of at most so many bytes, which is less than 2 GiB. */
  static PackedImages open(Path pack, String sourceHash, long chunkBytes) throws IOException {
    try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ)) {
      PackHeader header = PackHeader.read(file);
      if (!header.sourceHash().equals(sourceHash)) {
        throw new IOException("packed images of another source: " + pack);
      }
      return new PackedImages(file, header, chunkBytes);
    }
  }

  /** Returns the number of images, N. */
  public int count() {
    return (int) header.count();
  }

  /** Returns the shape (C, H, W) of each image. */
  public ImageShape shape() {
    return header.shape();
  }

  /** Returns a hash of shape and levels, in hexadecimal: two sets with the same are the same. */
  public String contentHash() {
    return header.contentHash();
  }

  /** Returns the files that could not be read, in the order of the source. */
  public List<SkippedFile> skipped() {
    return skipped;
  }

  /** Returns the number of files in the source that were no images by their name. */
  public int ignored() {
    return header.ignored();
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
    Objects.checkIndex(index, count());
    int size = shape().size();
    byte[] levels = new byte[size];
    chunks.get(index / imagesPerChunk).get(index % imagesPerChunk * size, levels);
    int width = shape().width();
    for (int row = 0; row < size; row += width) {
      for (int x = 0; x < width; x++) {
        int from = row + (mirrored ? width - 1 - x : x);
        into[offset + row + x] = Pixels.toFloat(levels[from]);
      }
    }
  }

  private static String sourceHash(ImageSource source, ImageShape shape) {
    MessageDigest digest = PackHeader.sha256();
    String text = "%d\n%s\n%s".formatted(PackHeader.VERSION, shape, source.fingerprint());
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes beside, forces to disk and renames, so that a pack is whole or not there. */
  private static void write(Path pack, Packer packer, String sourceHash) throws IOException {
    Path part = Files.createTempFile(pack.toAbsolutePath().getParent(), "packing-", ".part");
    part.toFile().deleteOnExit();
    try {
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        packer.write(file, sourceHash);
        file.force(true);
      }
      moveInto(part, pack);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void moveInto(Path part, Path pack) throws IOException {
    try {
      Files.move(part, pack, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, pack, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<SkippedFile> readReport(FileChannel file, PackHeader header)
      throws IOException {
    ByteBuffer report = ByteBuffer.allocate(header.reportBytes());
    long start = header.fileBytes() - header.reportBytes();
    while (report.hasRemaining()) {
      if (file.read(report, start + report.position()) < 0) {
        throw new IOException("the report is cut short");
      }
    }
    return SkippedFile.fromBytes(report.array());
  }
}
