package io.organza.metric;

import io.organza.image.ImageShape;

/**
 * Turns images into vectors that are near each other where images are alike. Scores by different
 * extractors cannot be compared.
 *
 * <p>Confined to a thread. Owns native memory until it is closed.
 */
public interface FeatureExtractor extends AutoCloseable {

  /** Returns what decides the features, for a person to read: what it is, and its hash. */
  String name();

  /**
   * Returns the features of images, (N, size).
   *
   * @throws IllegalArgumentException if it cannot judge images of this shape
   */
  Features of(ImageSet images);

  @Override
  void close();

  /** Returns the number of images of a shape that are computed at once. */
  static int passSize(ImageShape shape) {
    int pixels = 128 * 32 * 32;
    return Math.max(1, Math.min(128, pixels / (shape.height() * shape.width())));
  }
}
