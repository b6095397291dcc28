/**
 * The command line: all that faces a person, and nothing numeric.
 *
 * <p>In: arguments. Out: files of a run, lines on a terminal, an exit code. Start at {@link
 * io.organza.cli.Main}; {@link io.organza.cli.TrainingSession} is where a training is wired.
 *
 * <p>{@code organza train} is the class {@code TrainCommand}, and so on. What commands share is in
 * {@code ...Options} and {@code ...Group}; {@code Converters} reads the values. By family:
 *
 * <ul>
 *   <li>Training ({@code train}, {@code resume}): {@code NewConfig} and {@code ConfigBuilder} make
 *       the configuration, {@code TrainingPlan} and {@code Origin} what is trained and from where,
 *       {@code TrainingSession} trains it; {@code ...Observer} and {@code StatsWriter} look on.
 *   <li>Sampling ({@code generate}, {@code interpolate}, {@code project}, {@code export}): {@code
 *       NamedGenerator}; {@code Image...} for single images, {@code ...Frames} and {@code
 *       Animation...} for those that move, also for {@code timelapse}.
 *   <li>Scoring ({@code evaluate}, {@code neighbours}): {@code Scoring}, {@code ComparedSets};
 *       {@code ScoreHistory} within a run.
 *   <li>Tuning ({@code tune}): {@code Tune...}, {@code TrialRunner}, {@code SearchOptions}.
 *   <li>Data ({@code inspect}, {@code cache}): {@code Datasets} reads and packs, {@code Data...}
 *       tells.
 *   <li>Run folders: {@code Runs} finds them; {@code Run...}, {@code StatsFile} and {@code
 *       CheckpointReport} are what is in one.
 *   <li>Speed ({@code bench}): {@code Bench...}.
 *   <li>Output: {@code Console}, {@code ProgressLine}, {@code Failures}, {@code Format}; {@code
 *       HtmlPage} and {@code ...Plots} for reports.
 * </ul>
 */
@NullMarked
package io.organza.cli;

import org.jspecify.annotations.NullMarked;
