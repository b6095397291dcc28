package io.organza.metric;

/** What makes features of images: vectors whose distance says how unlike two images are. */
@FunctionalInterface
public interface ImageFeatures {

  /**
   * Returns the features of images, (N, size): of each from itself and, where they are drawn, its
   * place among the images given at once.
   *
   * @throws IllegalArgumentException if it cannot judge images of this shape
   */
  Features of(ImageSet images);
}
