package io.organza.training;

/**
 * How often something is done, counted in images: a pure function of progress, so that a resumed
 * training keeps its rhythm.
 *
 * @param kimg the time between, in thousands of images
 * @param batch images per step
 */
public record Cadence(double kimg, int batch) {

  public Cadence {
    if (!(kimg > 0) || batch < 1) {
      throw new IllegalArgumentException(
          "kimg and batch must be above 0, got " + kimg + " and " + batch);
    }
  }

  /** Returns the most steps that can be between two times. */
  public int steps() {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(every() / (double) batch));
  }

  /** Returns whether the step that led to this number of images went past a multiple. */
  public boolean isDue(long images) {
    return images / every() > (images - batch) / every();
  }

  private long every() {
    return Math.max(1, Math.round(kimg * 1000));
  }
}
