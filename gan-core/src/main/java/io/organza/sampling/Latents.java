package io.organza.sampling;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;

/** The rule by which the seed of an image becomes its latent z. */
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
}
