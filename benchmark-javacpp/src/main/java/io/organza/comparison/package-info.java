/**
 * Measures one step of adversarial training as three ways from Java take it.
 *
 * <p>In: the preset {@code tiny} and random pixels. Out: a table of images per second. Start at
 * {@link io.organza.comparison.StepComparison}.
 */
@NullMarked
package io.organza.comparison;

import org.jspecify.annotations.NullMarked;
