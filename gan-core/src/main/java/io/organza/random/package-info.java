/**
 * Random numbers as a pure function of (seed, purpose, index), so that nothing random has to be
 * saved and a resumed run is the same run.
 *
 * <p>In: a seed. Out: uniform and normal numbers. Start at {@link io.organza.random.RandomStream}.
 */
@NullMarked
package io.organza.random;

import org.jspecify.annotations.NullMarked;
