package io.organza.metric;

/** What makes features of images: vectors whose distance says how unlike two images are. */
@FunctionalInterface
public interface ImageFeatures {

  /**
   * Returns the features of images, (N, size), of each from itself alone.
   *
   * @throws IllegalArgumentException if it cannot judge images of this shape
   */
  Features of(ImageSet images);
}
