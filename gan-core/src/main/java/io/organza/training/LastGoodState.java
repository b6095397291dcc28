package io.organza.training;

import ai.djl.TrainingDivergedException;

/** The last state that a training kept because it was good, and the way back to it. */
final class LastGoodState implements AutoCloseable {

  /** Three times as many steps as Adam's second moment remembers with the usual beta2 of 0.99. */
  private static final long REDUCED_STEPS = 300;

  private final TrainingState state;
  private final StateCopy copy;
  private final int batch;

  /** Keeps the present state. */
  LastGoodState(TrainingState state, int batch) {
    this.state = state;
    this.batch = batch;
    copy = new StateCopy(state);
  }

  /** Keeps the present state instead of the one before. */
  void update() {
    copy.update(state);
  }

  /** Sets a training back to the kept state, as it was. */
  void restore() {
    copy.restore(state);
  }

  /**
   * Sets a training that diverged back to the kept state, with a smaller learning rate.
   *
   * @throws TrainingDivergedException if it did so too often; it is set back, but for the rate
   */
  Recovery.Diverged goBack() {
    long failedAt = state.images();
    int before = state.progress().recoveries().count();
    restore();
    if (before == Recoveries.MOST) {
      throw new TrainingDivergedException(
          ("training diverged at kimg %s, and smaller learning rates did not help: a loss, gradient"
                  + " or weight is not a finite number. Try a smaller learning rate, a larger gamma"
                  + " or a smaller bound of the gradients")
              .formatted(failedAt / 1000.0));
    }
    Recoveries now = new Recoveries(before + 1, failedAt + REDUCED_STEPS * batch);
    state.setProgress(state.progress().with(now));
    update(); // Memory may run out before the next state is kept.
    return new Recovery.Diverged(failedAt, state.images(), now);
  }

  @Override
  public void close() {
    copy.close();
  }
}
