package io.organza.data;

import io.organza.file.AtomicFile;
import io.organza.file.Sha256;
import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of packed images, whole and mapped into memory.
 *
 * <p>Safe for use by several threads.
 */
final class Pack {

  private final PackHeader header;
  private final int imagesPerChunk;
  private final List<ByteBuffer> chunks = new ArrayList<>();
  private final ByteBuffer table;
  private final List<SkippedFile> skipped;

  private Pack(FileChannel file, PackHeader header, long chunkBytes) throws IOException {
    int size = header.shape().size();
    this.header = header;
    this.imagesPerChunk = (int) Math.max(chunkBytes / size, 1);
    this.table = read(file, header.tableStart(), header.count() * PackHeader.ENTRY_BYTES);
    this.skipped = skipped(file, header);
    for (long first = 0; first < header.count(); first += imagesPerChunk) {
      long images = Math.min(imagesPerChunk, header.count() - first);
      long position = PackHeader.BYTES + first * size;
      chunks.add(file.map(FileChannel.MapMode.READ_ONLY, position, images * size));
    }
  }

  /** Opens a file in chunks of at most so many bytes, which is less than 2 GiB. */
  static Pack open(Path pack, String sourceHash, long chunkBytes) throws IOException {
    try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ)) {
      return new Pack(file, header(file, pack, sourceHash), chunkBytes);
    }
  }

  /** Returns what a file says of those that were left out, and maps nothing. */
  static List<SkippedFile> skipped(Path pack, String sourceHash) throws IOException {
    try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ)) {
      return skipped(file, header(file, pack, sourceHash));
    }
  }

  private static PackHeader header(FileChannel file, Path pack, String sourceHash)
      throws IOException {
    PackHeader header = PackHeader.read(file);
    if (!header.sourceHash().equals(sourceHash)) {
      throw new IOException("packed images of another source: " + pack);
    }
    return header;
  }

  private static List<SkippedFile> skipped(FileChannel file, PackHeader header) throws IOException {
    ByteBuffer report = read(file, header.reportStart(), header.reportBytes());
    return List.copyOf(SkippedFile.fromBytes(report.rewind()));
  }

  /**
   * Returns the hash of all that decides the levels: a pack with the same is the same. Numbers go
   * by %s: %d takes the digits of the machine's language.
   *
   * <p>Whether left-out files are an error, and what is done with labels, does not touch the
   * levels.
   */
  static String sourceHash(ImageSource source, ImageShape shape, DataOptions options) {
    String text =
        "%s\n%s %s %s %s %s\n%s"
            .formatted(
                PackHeader.VERSION,
                shape,
                options.fit(),
                options.background(),
                options.maxPixels(),
                options.maxSeconds(),
                source.fingerprint());
    return Sha256.of(text);
  }

  /**
   * Writes a pack, which is whole or not there. Where one is there that cannot be replaced, that
   * one is taken: another process may have made it, and Windows replaces none that is mapped.
   */
  static void write(Path pack, Packer packer, String sourceHash) throws IOException {
    try (AtomicFile whole = create(pack)) {
      try (FileChannel file = FileChannel.open(whole.temporary(), StandardOpenOption.WRITE)) {
        packer.write(file, pack, sourceHash);
      }
      try {
        whole.commit();
      } catch (IOException e) {
        if (!isWhole(pack, sourceHash)) {
          throw new CacheException(pack, e);
        }
      }
    }
  }

  private static AtomicFile create(Path pack) throws CacheException {
    try {
      return AtomicFile.create(pack);
    } catch (IOException e) {
      throw new CacheException(pack, e);
    }
  }

  private static boolean isWhole(Path pack, String sourceHash) {
    try {
      skipped(pack, sourceHash);
      return true;
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  PackHeader header() {
    return header;
  }

  List<SkippedFile> skipped() {
    return skipped;
  }

  /** Copies the levels (C, H, W) of an image. */
  void levels(int image, byte[] into) {
    chunks.get(image / imagesPerChunk).get(image % imagesPerChunk * into.length, into);
  }

  /** Returns the index of an image in its source. */
  int sourceIndex(int image) {
    return table.getInt(image * Integer.BYTES);
  }

  /** Returns a hash of the file that an image comes from. */
  long content(int image) {
    return table.getLong((int) header.count() * Integer.BYTES + image * Long.BYTES);
  }

  private static ByteBuffer read(FileChannel file, long start, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new IOException("the file is cut short");
      }
    }
    return bytes;
  }
}
