package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointException;
import io.organza.training.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the state that a training begins with comes from.
 *
 * @param checkpoint the checkpoint that it is read from; null to begin with initial weights
 * @param kind how the training follows from it
 * @param changes what was changed since, for the history
 */
record Origin(@Nullable Checkpoint checkpoint, Kind kind, List<ConfigChange> changes) {

  /** How a training follows from another. */
  enum Kind {
    /** It has no other. */
    NEW,
    /** It is the same run. */
    RESUMED,
    /** It is a new run, whose networks and optimizers go on. */
    FORKED,
    /** It is a new run, whose networks go on and whose optimizers begin anew. */
    FORKED_FRESH
  }

  static final Origin NONE = new Origin(null, Kind.NEW, List.of());

  /** Returns whether this is a run's beginning. */
  boolean isNewRun() {
    return kind != Kind.RESUMED;
  }

  /** Sets a training that has not begun to the state that it goes on from. */
  void restore(TrainingState state) throws CheckpointException {
    if (checkpoint == null) {
      return;
    }
    checkpoint.restore(state);
    switch (kind) {
      case FORKED -> state.resumeAt(state.steps(), 0);
      case FORKED_FRESH -> state.forgetOptimizers();
      default -> {}
    }
  }

  /** Returns what happened so far, a line for each event. */
  List<String> history() {
    List<String> history = new ArrayList<>();
    if (checkpoint != null) {
      history.addAll(checkpoint.provenance().history());
    }
    history.add(event() + " with " + Versions.line());
    changes.forEach(change -> history.add("changed " + change));
    return history;
  }

  private String event() {
    String place = checkpoint == null ? "" : " at image " + checkpoint.images();
    return switch (kind) {
      case NEW -> "began";
      case RESUMED -> "resumed" + place;
      case FORKED -> "forked" + place;
      case FORKED_FRESH -> "forked" + place + ", with fresh optimizers,";
    };
  }
}
