package io.organza.sampling;

/**
 * How far latents may lie from the middle: images of the middle are more alike, and often better.
 *
 * <p>Each component of z is drawn from a normal distribution that is cut off at a radius r on both
 * sides, as in BigGAN's truncation trick (Brock, Donahue and Simonyan, ICLR 2019). The radius is
 * the one at which the component's standard deviation is psi. So psi scales the deviation from the
 * middle as the psi of StyleGAN does (Karras, Laine and Aila, CVPR 2019), and 1 cuts nothing off:
 *
 * <pre>psi^2 = 1 - 2 r phi(r) / (2 Phi(r) - 1)</pre>
 *
 * <p>with phi and Phi the standard normal density and distribution (Johnson, Kotz and Balakrishnan,
 * "Continuous univariate distributions", volume 1, 1994). For small psi, r is near sqrt(3) psi.
 *
 * @param psi the standard deviation, above 0 and at most 1
 */
public record Truncation(double psi) {

  /** Latents as networks are trained with: standard normal. */
  public static final Truncation NONE = new Truncation(1);

  /** Beyond it, the deviation is 1 to the last bit of a double. */
  private static final double GREATEST_RADIUS = 10;

  public Truncation {
    if (!(psi > 0 && psi <= 1)) {
      throw new IllegalArgumentException("psi must be above 0 and at most 1, got " + psi);
    }
  }

  /** Returns the radius r; infinite if nothing is cut off. */
  public double radius() {
    if (psi == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double low = 0;
    double high = GREATEST_RADIUS;
    for (double r = high / 2; r > low && r < high; r = low + (high - low) / 2) {
      if (deviation(r) < psi) {
        low = r;
      } else {
        high = r;
      }
    }
    return high;
  }

  /**
   * Returns the standard deviation of a standard normal number in [-r, r].
   *
   * <p>With 2 Phi(r) - 1 = 2 phi(r) r (1 + r^2 / 3 + r^4 / (3 5) + ...), the formula above is a
   * quotient of sums of positive terms, so that nothing cancels out.
   */
  private static double deviation(double r) {
    double term = 1;
    double rest = 0;
    for (int odd = 3; term > 1e-17 * rest; odd += 2) {
      term *= r * r / odd;
      rest += term;
    }
    return Math.sqrt(rest / (1 + rest));
  }
}
