package io.organza.cli;

/** The real images of a run that its scores compare generated ones with. */
enum RealSet {
  /** Those that are trained on. */
  TRAINING,
  /** Those that are held out. */
  HOLDOUT;

  /** So many held-out images are enough to go by. Why: docs/metrics.md. */
  static final int ENOUGH_IMAGES = 500;

  /** Returns the set that the scores of a run go by from its first one on. */
  static RealSet usual(int heldOut) {
    return heldOut >= ENOUGH_IMAGES ? HOLDOUT : TRAINING;
  }
}
