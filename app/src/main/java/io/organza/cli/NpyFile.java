package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Images as one array of NumPy, uint8 (N, H, W, C), in the format {@code .npy}, version 1.0.
 *
 * <p>Written beside its place, in any order and by several threads, and renamed when it is whole.
 */
final class NpyFile implements AutoCloseable {

  private final Path path;
  private final AtomicFile file;
  private final ImageShape shape;
  private final FileChannel channel;
  private final int start;

  /** Creates the file for so many images. */
  NpyFile(Path file, ImageShape shape, long count) throws IOException {
    path = file;
    AtomicFile.deleteLeftovers(file);
    this.file = AtomicFile.create(file);
    this.shape = shape;
    channel = FileChannel.open(this.file.temporary(), StandardOpenOption.WRITE);
    byte[] header =
        new NpyHeader(
                "|u1",
                List.of(
                    count, (long) shape.height(), (long) shape.width(), (long) shape.channels()))
            .toBytes();
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
    file.commit(overwrite);
  }

  /** Deletes what was written, unless it was finished. */
  @Override
  public void close() throws IOException {
    channel.close();
    file.close();
  }

  private void write(byte[] bytes, long position) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        channel.write(rest, position + rest.position());
      }
    } catch (IOException e) {
      throw new IOException(path + ": " + Failures.describe(e), e);
    }
  }
}
