package io.organza.loss;

/** The forms of the L2 penalty on weights w that the literature uses. */
public enum L2Form {
  /** lambda * sum(w^2). */
  SUM,
  /** lambda / (2 m) * sum(w^2), with m the batch size. */
  HALF_MEAN,
  /** lambda * sqrt(sum(w^2)). */
  NORM
}
