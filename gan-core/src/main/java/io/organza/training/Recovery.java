package io.organza.training;

/**
 * A training's way back after it diverged.
 *
 * @param failedAt the number of images at which a loss, gradient or weight was not finite
 * @param backTo the number of images of the state that the training went back to
 * @param recoveries this recovery, and those before that still count
 */
public record Recovery(long failedAt, long backTo, Recoveries recoveries) {

  /** Returns what happened, as a line. */
  public String message() {
    return "training diverged at kimg %s and went back to kimg %s: 1/%d of the learning rate until kimg %s (recovery %d of %d)"
        .formatted(
            failedAt / 1000.0,
            backTo / 1000.0,
            1 << recoveries.count(),
            recoveries.reducedUntil() / 1000.0,
            recoveries.count(),
            Recoveries.MOST);
  }
}
