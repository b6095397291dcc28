package io.organza.tuning;

/**
 * How a setting did in the last rung that it finished on all folds.
 *
 * @param setting its number
 * @param rung that rung's number
 * @param measures means over the folds
 * @param scoreError the standard error of the mean score, by how the folds differ; NaN for one fold
 */
public record Standing(int setting, int rung, Measures measures, double scoreError) {

  /**
   * Tells whether chance may be all that is between this and another of the same rung: their scores
   * are less than two standard errors of the difference apart. It cannot be told of one fold.
   */
  boolean isAlike(Standing other) {
    double error = Math.hypot(scoreError, other.scoreError);
    return rung == other.rung && Math.abs(measures.score() - other.measures.score()) < 2 * error;
  }
}
