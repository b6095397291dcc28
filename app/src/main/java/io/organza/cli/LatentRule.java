package io.organza.cli;

/** The rule by which the number of an image, which is in its file's name, becomes its latent. */
@FunctionalInterface
interface LatentRule {

  /** Returns the latents of the numbers: (N, latentSize). */
  float[][] of(long... numbers);
}
