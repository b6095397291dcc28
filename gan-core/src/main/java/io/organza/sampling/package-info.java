/**
 * New images from a trained generator, and ways from one to the next.
 *
 * <p>In: a generator's tensors, seeds. Out: images and grids of them. Start at {@link
 * io.organza.sampling.ImageGenerator}.
 */
@NullMarked
package io.organza.sampling;

import org.jspecify.annotations.NullMarked;
