package io.organza.metric;

import io.organza.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keeps numbers that took long to compute, in files of a folder, each with a hash of its content.
 *
 * <p>Several processes may share a folder.
 */
public final class FloatCache {

  private static final String ENDING = ".scores";
  private static final int HASH_BYTES = 32;

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
      if (!Arrays.equals(sha256(content.duplicate()), expected)) {
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
        out.write(sha256(content.duplicate()));
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
    byte[] hash = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ENDING);
  }

  private static byte[] sha256(ByteBuffer content) {
    MessageDigest digest = sha256();
    digest.update(content);
    return digest.digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
