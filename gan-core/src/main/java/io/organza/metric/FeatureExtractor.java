package io.organza.metric;

import io.organza.image.ImageShape;

/**
 * Features that scores go by; scores by different ones cannot be compared.
 *
 * <p>Confined to a thread. Owns native memory until it is closed.
 */
public interface FeatureExtractor extends ImageFeatures, AutoCloseable {

  /** Returns what decides the features, for a person to read: what it is, and its hash. */
  String name();

  /**
   * Returns how the features are computed: {@code own-4}, or what a file is given, {@code unit}.
   */
  String protocol();

  /** Returns the SHA-256 of the images that the features were learned from, or of the file. */
  String hash();

  @Override
  void close();

  /** Returns the number of images of a shape that are computed at once. */
  static int passSize(ImageShape shape) {
    int pixels = 128 * 32 * 32;
    return Math.max(1, Math.min(128, pixels / (shape.height() * shape.width())));
  }
}
