/**
 * Differentiable augmentation: real and generated images are transformed at random, and alike,
 * before the discriminator sees them, so that it cannot learn a small set by heart.
 *
 * <p>In: images (N, C, H, W) in [-1, 1], a stream of random numbers. Out: images that gradients go
 * through, twice if need be. Start at {@link io.organza.augment.AugmentOptions}.
 */
@NullMarked
package io.organza.augment;

import org.jspecify.annotations.NullMarked;
