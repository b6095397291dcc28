package io.organza.training;

import java.math.BigDecimal;

/** A training's way back to an earlier state, from which it goes on. */
public sealed interface Recovery {

  /** Returns the number of images of the state that the training went back to. */
  long backTo();

  /** Returns what happened, as a line. */
  String message();

  /**
   * The training diverged.
   *
   * @param failedAt the number of images at which a loss, gradient or weight was not finite
   * @param recoveries this recovery, and those before that still count
   */
  record Diverged(long failedAt, long backTo, Recoveries recoveries) implements Recovery {

    @Override
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

  /**
   * Memory ran out.
   *
   * @param microBatch how many images are computed at once from now on
   */
  record OutOfMemory(long backTo, int microBatch) implements Recovery {

    @Override
    public String message() {
      return "memory ran out: back to kimg %s, and %s at once from now on (--micro-batch %s)"
          .formatted(
              BigDecimal.valueOf(backTo, 3).stripTrailingZeros().toPlainString(),
              microBatch == 1 ? "1 image" : microBatch + " images",
              microBatch);
    }
  }
}
