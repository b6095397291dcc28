package io.organza.tuning;

/**
 * How a setting did in the last rung that it finished on all folds.
 *
 * @param setting its number
 * @param rung that rung's number
 * @param measures means over the folds
 */
public record Standing(int setting, int rung, Measures measures) {}
