package io.organza.tuning;

/**
 * One training up to the end of a rung.
 *
 * @param setting the number of its setting
 * @param rung the number of its rung; it goes on with what the rung before left
 * @param fold which part of the images is held out
 */
public record Trial(int setting, int rung, int fold) {}
