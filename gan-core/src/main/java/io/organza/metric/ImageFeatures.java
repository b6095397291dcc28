package io.organza.metric;

import io.organza.image.ImageShape;

/** What makes features of images: vectors whose distance says how unlike two images are. */
@FunctionalInterface
public interface ImageFeatures {

  /**
   * Returns the features of images, of each from itself alone.
   *
   * @param pixels (N, C, H, W), floats in [-1, 1]
   * @param shape the shape of each image
   */
  Features of(float[] pixels, ImageShape shape);
}
