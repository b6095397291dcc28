package io.organza.training;

/**
 * How often a training went back after it diverged, and until when it learns more slowly for that.
 * Once it has come so far, the recoveries are forgotten.
 *
 * @param count how often, 0 to {@link #MOST}
 * @param reducedUntil the number of images from which on the learning rate is whole again
 */
public record Recoveries(int count, long reducedUntil) {

  /** A training that never went back, or whose learning rate is whole again. */
  public static final Recoveries NONE = new Recoveries(0, 0);

  /** How often a training goes back before it gives up. */
  public static final int MOST = 3;

  public Recoveries {
    if (count < 0 || count > MOST || reducedUntil < 0) {
      throw new IllegalArgumentException(
          "count must be 0 to %d and reducedUntil at least 0, got %d and %d"
              .formatted(MOST, count, reducedUntil));
    }
  }

  /** Returns by what the learning rate is multiplied: it is halved by each recovery. */
  public double rateFactor() {
    return 1.0 / (1 << count);
  }

  /** Returns what is left of this after the given number of images. */
  Recoveries at(long images) {
    return images < reducedUntil ? this : NONE;
  }
}
