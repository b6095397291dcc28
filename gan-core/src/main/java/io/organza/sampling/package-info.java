/**
 * New images from a trained generator.
 *
 * <p>In: a generator's tensors, seeds. Out: images and grids of them. Start at {@link
 * io.organza.sampling.ImageGenerator}.
 */
@NullMarked
package io.organza.sampling;

import org.jspecify.annotations.NullMarked;
