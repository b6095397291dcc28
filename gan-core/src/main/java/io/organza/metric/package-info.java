/**
 * How good made images are: features of images, and distances between sets of them.
 *
 * <p>In: real images and a generator. Out: scores, and the training images that are nearest to made
 * ones. Start at {@link io.organza.metric.Scores}, {@link io.organza.metric.OwnFeatures} and {@link
 * io.organza.metric.NearestImages}.
 */
@NullMarked
package io.organza.metric;

import org.jspecify.annotations.NullMarked;
