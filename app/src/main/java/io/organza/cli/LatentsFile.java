package io.organza.cli;

import io.organza.file.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** Latents as an array of NumPy, float32 (N, latentSize), in a file {@code .npy}. */
final class LatentsFile {

  private static final String FLOAT32 = "<f4";

  private final float[][] latents;
  private final String sum;

  private LatentsFile(float[][] latents, String sum) {
    this.latents = latents;
    this.sum = sum;
  }

  /** Returns the number of latents, at least 1. */
  int count() {
    return latents.length;
  }

  /** Returns the latents in the given rows, from 0. */
  float[][] rows(long... rows) {
    return Arrays.stream(rows).mapToObj(row -> latents[(int) row]).toArray(float[][]::new);
  }

  /** Returns the SHA-256 of the file, in hexadecimal. */
  String sum() {
    return sum;
  }

  /** Returns the bytes of a file with one latent. */
  static byte[] bytes(float[] latent) {
    byte[] header = new NpyHeader(FLOAT32, List.of(1L, (long) latent.length)).toBytes();
    ByteBuffer bytes =
        ByteBuffer.allocate(header.length + latent.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    for (float number : latent) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  /**
   * Reads a file.
   *
   * @param size the length of the generator's latents
   * @throws IOException if it holds anything else than finite latents of this length
   */
  static LatentsFile read(Path file, int size) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder");
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream stream =
        new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest)) {
      NpyHeader header =
          NpyHeader.read(stream)
              .orElseThrow(
                  () ->
                      new IOException(file + ": is no array of NumPy (.npy, version 1, C order)"));
      List<Long> shape = header.shape();
      if (!header.type().equals(FLOAT32) || shape.size() != 2 || shape.get(1) != size) {
        throw new IOException(
            "%s: must be float32 ('<f4') of (N, %d), got '%s' of (%s)"
                .formatted(file, size, header.type(), header.sizes()));
      }
      float[][] rows = rows(file, stream, shape.get(0), size);
      return new LatentsFile(rows, Sha256.hex(digest));
    }
  }

  private static float[][] rows(Path file, InputStream stream, long count, int size)
      throws IOException {
    int bytes = size * Float.BYTES;
    if (count < 1 || count > Files.size(file) / bytes) {
      throw new IOException("%s: has no rows, or not the %d of its header".formatted(file, count));
    }
    float[][] rows = new float[(int) count][size];
    for (int i = 0; i < rows.length; i++) {
      byte[] row = stream.readNBytes(bytes);
      if (row.length < bytes) {
        throw new IOException("%s: ends within row %d of %d".formatted(file, i, count));
      }
      ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(rows[i]);
      for (float number : rows[i]) {
        if (!Float.isFinite(number)) {
          throw new IOException("%s: row %d holds %s".formatted(file, i, number));
        }
      }
    }
    if (stream.read() >= 0) {
      throw new IOException("%s: holds more than the %d of its header".formatted(file, count));
    }
    return rows;
  }
}
