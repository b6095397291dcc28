package io.organza.checkpoint;

import ai.djl.ndarray.types.Shape;

/**
 * What a tensor in a checkpoint is, without its values.
 *
 * @param group the part of its name before the slash, for example {@code ema}
 * @param name the part of its name after the slash
 * @param shape its shape
 * @param norm the square root of the sum of its values' squares; NaN if a value is none
 */
public record SavedTensor(String group, String name, Shape shape, double norm) {}
