/**
 * A person's images, decoded once and served in seeded batches.
 *
 * <p>In: a folder, an archive, the built-in set, one of DJL's, or several of these, with {@link
 * io.organza.data.DataOptions}. Out: packed uint8 images with labels and a hold-out, batches of
 * floats, a {@link io.organza.data.SourceSurvey}, and a report on what was left out. Start at
 * {@link io.organza.data.ImageSource}, then {@link io.organza.data.PackedImages}.
 */
@NullMarked
package io.organza.data;

import org.jspecify.annotations.NullMarked;
