/**
 * Pixels: pictures as numbers and numbers as pictures.
 *
 * <p>In: any {@link java.awt.image.BufferedImage}, or floats in [-1, 1]. Out: planar arrays, images
 * of the wanted size, grids, animations. Start at {@link io.organza.image.Pixels} and {@link
 * io.organza.image.Fit}.
 */
@NullMarked
package io.organza.image;

import org.jspecify.annotations.NullMarked;
