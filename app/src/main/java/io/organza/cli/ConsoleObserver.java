package io.organza.cli;

import io.organza.loss.LossOptions;
import io.organza.training.Recovery;
import io.organza.training.TickReport;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import io.organza.training.Watchdog;
import org.jspecify.annotations.Nullable;

/** Says a line for each tick and for what goes wrong, and draws progress between them. */
final class ConsoleObserver implements TrainingObserver, AutoCloseable {

  private static final double NANOS = 1e9;

  private final Console console;
  private final Goal goal;
  private final Watchdog watchdog;
  private long imagesBefore;
  private long begin;
  private @Nullable ProgressLine bar;

  ConsoleObserver(Console console, Goal goal, LossOptions loss) {
    this.console = console;
    this.goal = goal;
    this.watchdog = new Watchdog(loss);
  }

  @Override
  public void started(TrainingState state) {
    imagesBefore = state.images();
    begin = System.nanoTime();
    bar =
        goal.minutes() == null
            ? new ProgressLine(console, "Training", "images", Math.round(goal.kimg() * 1000))
            : new ProgressLine(console, "Training", "seconds", goalSeconds(goal.minutes()));
  }

  @Override
  public void stepped(TrainingState state) {
    if (bar != null) {
      bar.stepTo(goal.minutes() == null ? state.images() : seconds(goal.minutes()));
    }
  }

  /** Returns the whole seconds since the start, at most as many as there are. */
  private long seconds(double minutes) {
    return Math.min(goalSeconds(minutes), (long) ((System.nanoTime() - begin) / NANOS));
  }

  private static long goalSeconds(double minutes) {
    return Math.max(1, Math.round(minutes * 60));
  }

  @Override
  public void ticked(TrainingState state, TickReport report) {
    console.progress(Format.tick(report, goal.secondsLeft(report, imagesBefore)));
    watchdog.watch(report).forEach(warning -> console.warn(warning.message()));
  }

  @Override
  public void recovered(TrainingState state, Recovery recovery) {
    console.warn(recovery.message());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
