package io.organza.cli;

/** The real images that scores compare generated ones with. */
enum RealSet {
  /** Those that are trained on. */
  TRAINING,
  /** Those that are held out. */
  HOLDOUT,
  /** Those that {@code --against} names. */
  AGAINST;

  /** So many held-out images are enough to go by. Why: docs/metrics.md. */
  static final int ENOUGH_IMAGES = 500;

  /** Returns the set that scores in training go by from a run's first one on. */
  static RealSet usual(int heldOut) {
    return heldOut >= ENOUGH_IMAGES ? HOLDOUT : TRAINING;
  }
}
