/**
 * How fast this machine trains and generates, and how much faster its convolutions alone would be.
 *
 * <p>In: a configuration and a device. Out: counts of operations, and times. Start at {@link
 * io.organza.speed.StepArithmetic}.
 */
@NullMarked
package io.organza.speed;

import org.jspecify.annotations.NullMarked;
