package io.organza.sampling;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.Arrays;

/**
 * The rules by which the seed of an image becomes its latent z and, where none is asked for, its
 * class.
 */
public final class Latents {

  private final int size;
  private final double radius;

  /**
   * Creates the rule for latents.
   *
   * @param size the length of a latent, at least 1
   * @param truncation what is cut off
   * @throws IllegalArgumentException if the size is smaller
   */
  public Latents(int size, Truncation truncation) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
    this.size = size;
    this.radius = truncation.radius();
  }

  /** Returns the latents of the seeds, each from its own seed alone: (seeds, size). */
  public float[][] of(long... seeds) {
    return Arrays.stream(seeds).mapToObj(this::latent).toArray(float[][]::new);
  }

  /** Returns the same latents one after another: (seeds * size). */
  public float[] flat(long... seeds) {
    float[] flat = new float[Math.multiplyExact(seeds.length, size)];
    for (int i = 0; i < seeds.length; i++) {
      System.arraycopy(latent(seeds[i]), 0, flat, i * size, size);
    }
    return flat;
  }

  /**
   * Draws standard normal numbers, and again those that are beyond the radius: with less
   * truncation, more of the components stay as they are.
   */
  private float[] latent(long seed) {
    RandomStream random = RandomStream.of(0, Purpose.SAMPLE_LATENTS, seed);
    float[] z = random.gaussians(size);
    for (int i = 0; i < size; i++) {
      if (Math.abs(z[i]) > radius) {
        z[i] = truncated(random);
      }
    }
    return z;
  }

  /** Draws a normal number within the radius: a uniform one, kept in proportion to the density. */
  private float truncated(RandomStream random) {
    while (true) {
      double z = radius * (2 * random.nextDouble() - 1);
      if (random.nextDouble() < StrictMath.exp(-z * z / 2) && Math.abs((float) z) <= radius) {
        return (float) z;
      }
    }
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

  /** Returns the class of each seed; empty if there are no classes. */
  public static int[] classesOf(long[] seeds, int classes) {
    return classes == 0
        ? new int[0]
        : Arrays.stream(seeds).mapToInt(seed -> classOf(seed, classes)).toArray();
  }
}
