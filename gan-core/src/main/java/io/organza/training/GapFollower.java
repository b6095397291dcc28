package io.organza.training;

import io.organza.loss.AdaptiveL2;
import io.organza.loss.LossOptions;
import org.jspecify.annotations.Nullable;

/** What is done with the gap of each tick: it is told, and an adaptive lambda follows it. */
final class GapFollower {

  private final LossOptions loss;
  private final double tickKimg;
  private @Nullable HoldoutGap gap;

  GapFollower(LossOptions loss, double tickKimg) {
    this.loss = loss;
    this.tickKimg = tickKimg;
  }

  /** Begins to measure. */
  void follow(HoldoutGap measured) {
    gap = measured;
  }

  /** Returns the gap after a tick, of so many steps if it is whole; NaN if none is measured. */
  double measure(int steps) {
    return gap == null ? Double.NaN : gap.measure(steps);
  }

  /**
   * Moves an adaptive lambda after a tick that was measured.
   *
   * @throws IllegalStateException if there is nothing that it could follow
   */
  void adapt(TrainingState state) {
    AdaptiveL2 adaptive = loss.adaptiveL2();
    if (!adaptive.enabled()) {
      state.setL2Decades(0);
      return;
    }
    if (gap == null) {
      throw new IllegalStateException("adaptive l2 follows the gap: call compare before run");
    }
    boolean isWide = gap.isAbove(adaptive.target());
    state.setL2Decades(adaptive.move(loss.l2(), state.l2Decades(), isWide, tickKimg));
  }
}
