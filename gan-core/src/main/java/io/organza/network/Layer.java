package io.organza.network;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** A part of a network: features (N, C, H, W) in, features out. */
@FunctionalInterface
interface Layer {

  /** Computes the features. */
  NDArray apply(NDArray x, Pass pass);

  /**
   * What layers may know of the batch that passes through them; most do not care.
   *
   * @param input what the network was given: latents (N, latentSize), or images
   * @param labels the class of each image, (N), int64; (0) if the network is unconditional
   * @param batches how many batches of equal size these are, one after another: what is computed of
   *     a batch as a whole is computed of each
   * @param momentum the share of the batch's statistics in the running ones from now on, up to 1,
   *     and the batch's are used; or 0: the running ones are used
   * @param noise what is drawn for features; null if nothing is: outside of training, and in the
   *     discriminator
   */
  record Pass(
      NDArray input, NDArray labels, int batches, double momentum, @Nullable TrainingNoise noise) {}
}
