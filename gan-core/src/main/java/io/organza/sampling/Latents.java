package io.organza.sampling;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;

/**
 * The rules by which the seed of an image becomes its latent z and, where none is asked for, its
 * class.
 */
public final class Latents {

  private Latents() {}

  /** Returns the latents of the seeds: (seeds, size), standard normal, each from its own seed. */
  public static float[] of(long[] seeds, int size) {
    float[] latents = new float[seeds.length * size];
    for (int i = 0; i < seeds.length; i++) {
      float[] latent = RandomStream.of(0, Purpose.SAMPLE_LATENTS, seeds[i]).gaussians(size);
      System.arraycopy(latent, 0, latents, i * size, size);
    }
    return latents;
  }

  /**
   * Returns the class of a seed: the remainder of its division by the number of classes, so that
   * seeds in a row go round the classes.
   *
   * @param classes at least 1
   */
  public static int classOf(long seed, int classes) {
    return (int) Math.floorMod(seed, (long) classes);
  }
}
