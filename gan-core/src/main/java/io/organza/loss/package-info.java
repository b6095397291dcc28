/**
 * What training minimises, and what it does to the gradients of it.
 *
 * <p>In: logits, weights, gradients. Out: scalars, and gradients made safe. Start at {@link
 * io.organza.loss.AdversarialLoss}.
 */
@NullMarked
package io.organza.loss;

import org.jspecify.annotations.NullMarked;
