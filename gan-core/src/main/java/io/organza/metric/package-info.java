/**
 * How good made images are: distances between sets of images, by their features.
 *
 * <p>In: features of real and of made images. Out: scores, and the training images that are nearest
 * to made ones. Start at {@link io.organza.metric.Gaussian} and {@link
 * io.organza.metric.NearestImages}.
 */
@NullMarked
package io.organza.metric;

import org.jspecify.annotations.NullMarked;
