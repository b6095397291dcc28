package io.organza.metric;

import io.organza.file.Sha256;
import io.organza.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps numbers that took long to compute, in files of a folder, each with a hash of its content.
 *
 * <p>Several processes may share a folder.
 */
public final class FloatCache {

  private static final String ENDING = ".scores";
  private static final int HASH_BYTES = 32;
  private static final int NAME_DIGITS = 32;

  private final Path folder;

  /** Takes a folder, which need not exist. */
  public FloatCache(Path folder) {
    this.folder = folder;
  }

  /** Returns what was kept under a key; nothing if nothing was, or it is damaged. */
  Optional<float[]> read(String key) {
    try {
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file(key)));
      byte[] expected = new byte[Math.min(HASH_BYTES, content.remaining())];
      content.get(expected);
      if (!Arrays.equals(hash(content.duplicate()), expected)) {
        return Optional.empty();
      }
      float[] values = new float[content.remaining() / Float.BYTES];
      content.asFloatBuffer().get(values);
      return Optional.of(values);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps numbers; the file is whole or not there. */
  void write(String key, float[] values) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    content.asFloatBuffer().put(values);
    try (AtomicFile whole = AtomicFile.create(file(key))) {
      try (OutputStream out = Files.newOutputStream(whole.temporary())) {
        out.write(hash(content.duplicate()));
        out.write(content.array());
      }
      whole.commit();
    }
  }

  /**
   * Deletes all that is kept.
   *
   * @return the number of bytes that this set free
   */
  public long clear() throws IOException {
    long freed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        long bytes = Files.size(file);
        Files.delete(file);
        freed += bytes;
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever kept here, or somebody else is deleting it.
    }
    return freed;
  }

  private Path file(String key) {
    return folder.resolve(Sha256.of(key).substring(0, NAME_DIGITS) + ENDING);
  }

  private static byte[] hash(ByteBuffer content) {
    MessageDigest digest = Sha256.digest();
    digest.update(content);
    return digest.digest();
  }
}
