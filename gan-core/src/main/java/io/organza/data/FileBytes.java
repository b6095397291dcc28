package io.organza.data;

import java.io.InterruptedIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory as ImageIO's readers want it.
 *
 * <p>Reading fails once the thread is interrupted, so that a decoder that has been given up ends.
 */
final class FileBytes extends ImageInputStreamImpl {

  private final byte[] file;

  FileBytes(byte[] file) {
    this.file = file;
  }

  @Override
  public int read() throws InterruptedIOException {
    requirePatience();
    bitOffset = 0;
    return streamPos < file.length ? file[(int) streamPos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws InterruptedIOException {
    requirePatience();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int count = (int) Math.min(length, file.length - streamPos);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(file, (int) streamPos, into, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return file.length;
  }

  /** Nothing is left to free, and the virtual machine then need not remember each stream. */
  @Override
  @SuppressWarnings({"deprecation", "removal", "Finalize", "Finalizer"})
  protected void finalize() {}

  private static void requirePatience() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("given up");
    }
  }
}
