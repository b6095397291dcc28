package io.organza.data;

import io.organza.file.Sha256;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;

/**
 * An image that was made to fit.
 *
 * @param image upright, at the wanted size
 * @param content a hash of the file that it comes from: equal files, equal hashes
 * @param enlarged whether it had fewer pixels than the wanted size
 * @param grey whether the file stores it without colour
 */
public record Picture(BufferedImage image, long content, boolean enlarged, boolean grey) {

  /** Returns the hash of a file's bytes. */
  static long contentOf(byte[] file) {
    return ByteBuffer.wrap(Sha256.digest().digest(file)).getLong();
  }
}
