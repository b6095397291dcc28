package io.organza.cli;

import io.organza.training.TickReport;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import org.jspecify.annotations.Nullable;

/** Says a line for each tick, and draws progress between them. */
final class ConsoleObserver implements TrainingObserver, AutoCloseable {

  private final Console console;
  private final Goal goal;
  private long imagesBefore;
  private @Nullable ProgressLine bar;

  ConsoleObserver(Console console, Goal goal) {
    this.console = console;
    this.goal = goal;
  }

  @Override
  public void started(TrainingState state) {
    imagesBefore = state.images();
    if (goal.minutes() == null) {
      bar = new ProgressLine(console, "Training", "images", Math.round(goal.kimg() * 1000));
    }
  }

  @Override
  public void stepped(TrainingState state) {
    if (bar != null) {
      bar.stepTo(state.images());
    }
  }

  @Override
  public void ticked(TrainingState state, TickReport report) {
    console.progress(Format.tick(report, goal.secondsLeft(report, imagesBefore)));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
