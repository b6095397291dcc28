package io.organza.cli;

import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Images as one array of NumPy, uint8 (N, H, W, C), in the format {@code .npy}, version 1.0.
 *
 * <p>Written beside its place, in any order and by several threads, and renamed when it is whole.
 */
final class NpyFile implements AutoCloseable {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The array begins at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private final Path file;
  private final Path partial;
  private final ImageShape shape;
  private final FileChannel channel;
  private final int start;

  /** Creates the file for so many images. */
  NpyFile(Path file, ImageShape shape, long count) throws IOException {
    this.file = file;
    this.shape = shape;
    partial = file.resolveSibling("." + file.getFileName() + ImageFiles.PARTIAL);
    Files.createDirectories(Folders.of(file));
    channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    byte[] header = header(shape, count);
    start = header.length;
    try {
      write(header, 0);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Writes the image with the given number, from 0. */
  void put(long index, byte[] levels) throws IOException {
    write(levels, start + index * shape.size());
  }

  /** Gives the file its name; what has it already is replaced only if that was asked for. */
  void finish(boolean overwrite) throws IOException {
    channel.close();
    if (overwrite) {
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.move(partial, file);
    }
  }

  /** Deletes what was written, unless it was finished. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(partial);
  }

  private void write(byte[] bytes, long position) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest, position + rest.position());
      }
    } catch (IOException e) {
      throw new IOException(file + ": " + Failures.describe(e), e);
    }
  }

  /** Returns magic, version, length of the rest (two bytes, the low one first) and description. */
  private static byte[] header(ImageShape shape, long count) {
    String description =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }"
            .formatted(count, shape.height(), shape.width(), shape.channels());
    int used = MAGIC.length + 2 + description.length() + 1;
    description += " ".repeat((ALIGNMENT - used % ALIGNMENT) % ALIGNMENT) + "\n";
    byte[] text = description.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(MAGIC.length + 2 + text.length)
        .put(MAGIC)
        .put((byte) text.length)
        .put((byte) (text.length >> 8))
        .put(text)
        .array();
  }
}
