package io.organza.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where results are written, which remembers that they could not be; a print stream says nothing.
 */
final class ResultStream extends OutputStream {

  private final OutputStream stream;
  private volatile @Nullable IOException failure;

  ResultStream(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  /**
   * Returns why something could not be written; nothing if all was, or if who reads it has gone
   * away, as {@code head} does when it has enough.
   */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure)
        .filter(e -> !String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe"));
  }
}
