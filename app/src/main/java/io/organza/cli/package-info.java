/**
 * The command line: all that faces a person, and nothing numeric.
 *
 * <p>In: arguments. Out: files of a run, lines on a terminal, an exit code. Start at {@link
 * io.organza.cli.Main}; {@link io.organza.cli.TrainingSession} is where a training is wired.
 */
@NullMarked
package io.organza.cli;

import org.jspecify.annotations.NullMarked;
