/**
 * The generator and the discriminator: DJL blocks written in Java, for any size of image.
 *
 * <p>In: latents, images. Out: images, logits. Start at {@link io.organza.network.NetworkOptions},
 * then {@link io.organza.network.Generator}.
 */
@NullMarked
package io.organza.network;

import org.jspecify.annotations.NullMarked;
