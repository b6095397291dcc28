package io.organza.export;

import java.io.IOException;

/** A generator that can be run: latents and labels to images from 0 to 1. */
interface ImageFunction extends AutoCloseable {

  /**
   * Makes images.
   *
   * @param latents (N, latentSize), row-major
   * @param labels the class of each image; empty if the generator is unconditional
   * @return (N, C, H, W), row-major
   * @throws IOException if the function was loaded from a file, and cannot be run
   */
  float[] images(float[] latents, int[] labels) throws IOException;

  @Override
  void close();
}
