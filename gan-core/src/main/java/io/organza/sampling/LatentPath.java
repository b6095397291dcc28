package io.organza.sampling;

import java.util.Arrays;

/**
 * A path through latents, on which images change gradually from one to the next.
 *
 * <p>Between two latents it is an arc, by spherical linear interpolation (Shoemake, "Animating
 * rotation with quaternion curves", SIGGRAPH 1985; of latents: White, "Sampling generative
 * networks", arXiv 1609.04468). Normal latents lie near a sphere; halfway on a straight line they
 * would be shorter than any that the generator was trained with.
 */
public final class LatentPath {

  /** How the path passes from one latent to the next. */
  public enum Easing {
    /** Slowly near each latent: 3 t^2 - 2 t^3. */
    SMOOTH,
    /** At one speed. */
    LINEAR;

    double at(double t) {
      return this == SMOOTH ? t * t * (3 - 2 * t) : t;
    }
  }

  /** Below this sine of the angle between latents, the arc is as good as straight. */
  private static final double STRAIGHT = 1e-6;

  private final float[][] latents;
  private final int steps;
  private final Easing easing;

  /**
   * Lays a path.
   *
   * @param latents at least one, all of the same length: (N, latentSize)
   * @param steps from each latent to the next, at least 1
   */
  public LatentPath(float[][] latents, int steps, Easing easing) {
    if (latents.length == 0 || steps < 1) {
      throw new IllegalArgumentException(
          "a path needs latents and steps, got " + latents.length + " and " + steps);
    }
    if (Arrays.stream(latents).anyMatch(latent -> latent.length != latents[0].length)) {
      throw new IllegalArgumentException("the latents of a path must be of the same length");
    }
    this.latents = Arrays.stream(latents).map(float[]::clone).toArray(float[][]::new);
    this.steps = steps;
    this.easing = easing;
  }

  /**
   * Returns the latent after so many steps: exactly the k-th after k times the steps between two,
   * and after the last one the first again.
   *
   * @param step at least 0
   */
  public float[] at(int step) {
    int index = step / steps;
    double t = easing.at(step % steps / (double) steps);
    return between(latents[index % latents.length], latents[(index + 1) % latents.length], t);
  }

  /** Returns the index of the latent that is nearer after so many steps; halfway, the next one. */
  public int nearest(int step) {
    int index = step / steps;
    return (2 * (step % steps) < steps ? index : index + 1) % latents.length;
  }

  /**
   * Returns the point between two latents that divides the angle between them; if they are
   * opposite, which has no such, the distance:
   *
   * <pre>(sin((1 - t) a) x + sin(t a) y) / sin(a)</pre>
   *
   * @param t from 0, for x itself, to 1
   */
  static float[] between(float[] x, float[] y, double t) {
    double angle = angle(x, y);
    double sine = Math.sin(angle);
    boolean straight = sine < STRAIGHT;
    double ofX = straight ? 1 - t : Math.sin((1 - t) * angle) / sine;
    double ofY = straight ? t : Math.sin(t * angle) / sine;
    float[] point = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      point[i] = (float) (ofX * x[i] + ofY * y[i]);
    }
    return point;
  }

  /** Returns the angle between two vectors, 0 if one has no direction. */
  private static double angle(float[] x, float[] y) {
    double product = 0;
    double squaresOfX = 0;
    double squaresOfY = 0;
    for (int i = 0; i < x.length; i++) {
      product += (double) x[i] * y[i];
      squaresOfX += (double) x[i] * x[i];
      squaresOfY += (double) y[i] * y[i];
    }
    double norms = Math.sqrt(squaresOfX * squaresOfY);
    return norms == 0 ? 0 : Math.acos(Math.min(Math.max(product / norms, -1), 1));
  }
}
