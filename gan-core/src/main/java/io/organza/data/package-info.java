/**
 * A person's images, decoded once and served in seeded batches.
 *
 * <p>In: a folder, a zip or the built-in set. Out: packed uint8 images, batches of floats, and a
 * report on what was left out. Start at {@link io.organza.data.ImageSource}.
 */
@NullMarked
package io.organza.data;

import org.jspecify.annotations.NullMarked;
