/**
 * Which settings are tried, for how long, and which of them go on.
 *
 * <p>In: ranges of values, results of trials. Out: the trials that are to be done next, and an
 * order of the settings. Nothing is trained here, and nothing is known of files. Start at {@link
 * io.organza.tuning.Tournament}.
 */
@NullMarked
package io.organza.tuning;

import org.jspecify.annotations.NullMarked;
