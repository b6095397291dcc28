package io.organza.tuning;

/**
 * How a setting did in the last rung that it finished on all folds.
 *
 * @param setting its number
 * @param rung that rung's number
 * @param measures means over the folds
 * @param scoreError the standard error of the mean score, by how the folds differ; NaN for one fold
 */
public record Standing(int setting, int rung, Measures measures, double scoreError) {}
