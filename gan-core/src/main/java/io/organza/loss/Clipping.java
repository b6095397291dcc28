package io.organza.loss;

/** What of a gradient is bounded; every bound holds on both sides. */
public enum Clipping {
  /** The norm of a network's whole gradient. */
  NORM,
  /** The norm of the gradient of the penalties alone. */
  PENALTY_NORM,
  /** The absolute value of each element. */
  VALUE,
  /** Nothing. */
  NONE
}
