/**
 * How good made images are: distances between sets of images, by their features.
 *
 * <p>In: features of real and of made images. Out: scores. Start at {@link
 * io.organza.metric.Gaussian}.
 */
@NullMarked
package io.organza.metric;

import org.jspecify.annotations.NullMarked;
