package io.organza.metric;

import io.organza.data.PackCache;
import io.organza.file.AtomicFile;
import io.organza.file.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps numbers that took long to compute, in files of a folder, each with a hash of its content.
 *
 * <p>Several processes may share a folder. In {@link PackCache#scores} they are listed, deleted and
 * bounded with the packs.
 */
public final class FloatCache {

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
      used(key);
      return Optional.of(values);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps numbers if there is room; the file is whole or not there. */
  void write(String key, float[] values) {
    ByteBuffer content = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    content.asFloatBuffer().put(values);
    try (AtomicFile whole = AtomicFile.create(file(key))) {
      try (OutputStream out = Files.newOutputStream(whole.temporary())) {
        out.write(hash(content.duplicate()));
        out.write(content.array());
      }
      whole.commit();
    } catch (IOException e) {
      // They are computed again when they are needed again.
    }
  }

  /** Notes that a file is in use, for the cache that makes room. */
  private void used(String key) {
    try {
      Files.setLastModifiedTime(file(key), FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Another's folder, perhaps: the file can be read all the same.
    }
  }

  private Path file(String key) {
    return folder.resolve(Sha256.of(key).substring(0, NAME_DIGITS) + PackCache.SCORES_ENDING);
  }

  private static byte[] hash(ByteBuffer content) {
    MessageDigest digest = Sha256.digest();
    digest.update(content);
    return digest.digest();
  }
}
