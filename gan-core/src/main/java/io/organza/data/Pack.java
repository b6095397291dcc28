package io.organza.data;

import io.organza.file.Sha256;
import io.organza.file.AtomicFile;
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
    for (long first = 0; first < header.count(); first += imagesPerChunk) {
      long images = Math.min(imagesPerChunk, header.count() - first);
      long position = PackHeader.BYTES + first * size;
      chunks.add(file.map(FileChannel.MapMode.READ_ONLY, position, images * size));
    }
    this.table = read(file, header.tableStart(), header.count() * PackHeader.ENTRY_BYTES);
    ByteBuffer report = read(file, header.reportStart(), header.reportBytes());
    this.skipped = List.copyOf(SkippedFile.fromBytes(report.rewind()));
  }

  /** Opens a file in chunks of at most so many bytes, which is less than 2 GiB. */
  static Pack open(Path pack, String sourceHash, long chunkBytes) throws IOException {
    try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ)) {
      PackHeader header = PackHeader.read(file);
      if (!header.sourceHash().equals(sourceHash)) {
        throw new IOException("packed images of another source: " + pack);
      }
      return new Pack(file, header, chunkBytes);
    }
  }

  /**
   * Returns the hash of all that decides the levels: a pack with the same is the same.
   *
   * <p>Whether left-out files are an error, and what is done with labels, does not touch the
   * levels.
   */
  static String sourceHash(ImageSource source, ImageShape shape, DataOptions options) {
    String text =
        "%d\n%s %s %s %d %d\n%s"
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

  /** Writes a pack, which is whole or not there. */
  static void write(Path pack, Packer packer, String sourceHash) throws IOException {
    try (AtomicFile whole = AtomicFile.create(pack)) {
      try (FileChannel file = FileChannel.open(whole.temporary(), StandardOpenOption.WRITE)) {
        packer.write(file, sourceHash);
      }
      whole.commit();
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
