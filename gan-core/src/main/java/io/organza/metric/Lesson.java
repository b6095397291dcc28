package io.organza.metric;

import io.organza.image.ImageShape;
import io.organza.random.RandomStream;

/** What a {@link Classifier} learns from: images, each with the class that it must name. */
interface Lesson {

  /** Returns the number of classes. */
  int classes();

  /** Returns the shape (C, H, W) of each image. */
  ImageShape shape();

  /**
   * Draws an image.
   *
   * @param into receives (C, H, W) floats in [-1, 1]
   * @param offset the index of the first of them
   * @return its class, from 0
   */
  int draw(RandomStream random, float[] into, int offset);
}
