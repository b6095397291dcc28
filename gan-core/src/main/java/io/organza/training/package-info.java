/**
 * The adversarial training of a generator and a discriminator.
 *
 * <p>In: batches of real images, latents. Out: a trained {@link io.organza.training.TrainingState},
 * and what {@link io.organza.training.TrainingObserver}s are told on the way; nothing here knows a
 * file or a terminal. Start at {@link io.organza.training.TrainingLoop}.
 */
@NullMarked
package io.organza.training;

import org.jspecify.annotations.NullMarked;
