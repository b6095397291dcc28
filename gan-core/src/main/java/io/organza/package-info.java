/**
 * The configuration of a run, and named starting points.
 *
 * <p>Start at {@link io.organza.Preset}.
 */
@NullMarked
package io.organza;

import org.jspecify.annotations.NullMarked;
