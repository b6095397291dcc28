package io.organza.random;

import java.util.random.RandomGenerator;

/**
 * A stream of random numbers that is a pure function of (seed, purpose, index).
 *
 * <p>Counter-based: the n-th number is the SplitMix64 finaliser (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014) of the stream's key plus n times the
 * golden gamma. Normal numbers use {@link StrictMath}, so that they are the same on every machine.
 * Not thread-safe; streams are cheap, so each user opens its own.
 */
public final class RandomStream implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;
  private double spareGaussian = Double.NaN;

  private RandomStream(long key) {
    this.state = key;
  }

  /** Opens the stream of the given seed, purpose and index, at its first number. */
  public static RandomStream of(long seed, Purpose purpose, long index) {
    long key = mix(seed + GOLDEN_GAMMA);
    key = mix(key ^ mix(purpose.id * GOLDEN_GAMMA));
    return new RandomStream(mix(key + index * GOLDEN_GAMMA));
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Passes over so many numbers, which are to be computed elsewhere.
   *
   * @return the state before them: number n, from 1, is the finaliser of it plus n golden gammas
   */
  public long skip(long count) {
    long before = state;
    state += count * GOLDEN_GAMMA;
    return before;
  }

  /** Returns a standard normal number, by the Box-Muller transform. */
  @Override
  public double nextGaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double gaussian = spareGaussian;
      spareGaussian = Double.NaN;
      return gaussian;
    }
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    double angle = 2 * StrictMath.PI * nextDouble();
    spareGaussian = radius * StrictMath.sin(angle);
    return radius * StrictMath.cos(angle);
  }

  /** Returns the given number of standard normal numbers. */
  public float[] gaussians(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) nextGaussian();
    }
    return numbers;
  }

  /** Returns the numbers from 0 to before the count, in a drawn order. */
  public int[] permutation(int count) {
    // Fisher and Yates's shuffle, from the inside out.
    int[] permutation = new int[count];
    for (int i = 0; i < count; i++) {
      int other = (int) (nextDouble() * (i + 1));
      permutation[i] = permutation[other];
      permutation[other] = i;
    }
    return permutation;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
