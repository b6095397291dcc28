package io.organza.data;

/**
 * Which images are trained on, and how they are made to fit.
 *
 * @param source a folder, a zip file or {@code builtin:flowers}
 * @param mirror whether each image is shown mirrored half of the time
 */
public record DataOptions(String source, boolean mirror) {}
