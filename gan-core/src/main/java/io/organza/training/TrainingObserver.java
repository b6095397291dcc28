package io.organza.training;

/**
 * Watches a {@link TrainingLoop}: writes samples and checkpoints, shows progress, keeps scores.
 *
 * <p>Called on the training thread, which waits. A state that is handed over must not be changed,
 * nor kept after the call returns; all its values are finite. An exception ends the training.
 */
public interface TrainingObserver {

  /** Training is about to take its first step, or its first since a resume. */
  default void started(TrainingState state) {}

  /** A step was taken; {@code state} counts its images already. */
  default void stepped(TrainingState state) {}

  /** A tick is over. Called after {@link #stepped} of the tick's last step. */
  default void ticked(TrainingState state, TickReport report) {}

  /** Training went back: {@code state} is an earlier one again, and it goes on from there. */
  default void recovered(TrainingState state, Recovery recovery) {}

  /** Training ended normally: the goal was reached or a stop was asked for. */
  default void finished(TrainingState state) {}
}
