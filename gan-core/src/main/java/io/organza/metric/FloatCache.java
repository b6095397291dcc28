package io.organza.metric;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      byte[] bytes = Files.readAllBytes(file(key));
      byte[] content = Arrays.copyOfRange(bytes, Math.min(HASH_BYTES, bytes.length), bytes.length);
      if (!Arrays.equals(sha256(content), Arrays.copyOf(bytes, HASH_BYTES))) {
        return Optional.empty();
      }
      float[] values = new float[content.length / Float.BYTES];
      ByteBuffer.wrap(content).asFloatBuffer().get(values);
      return Optional.of(values);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps numbers; the file is whole or not there. */
  void write(String key, float[] values) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    content.asFloatBuffer().put(values);
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "scoring-", ".part");
    try {
      Files.write(part, concatenated(sha256(content.array()), content.array()));
      Files.move(part, file(key), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
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
    byte[] hash = sha256(key.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ENDING);
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
