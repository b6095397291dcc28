/**
 * Measures one step of adversarial training as four ways from Java take it.
 *
 * <p>In: the preset {@code tiny} and random pixels. Out: tables of speeds and of losses. Start at
 * {@link io.organza.comparison.StepComparison}.
 */
@NullMarked
package io.organza.comparison;

import org.jspecify.annotations.NullMarked;
