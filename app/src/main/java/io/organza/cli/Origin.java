package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointException;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** It is the same run, from its latest checkpoint. */
    RESUMED,
    /** It is the same run, from an earlier checkpoint that a person named. */
    REWOUND,
    /** It is a new run, whose networks and optimizers go on. */
    FORKED,
    /** It is a new run, whose networks go on and whose optimizers begin anew. */
    FORKED_FRESH
  }

  static final Origin NONE = new Origin(null, Kind.NEW, List.of());

  /** Returns this origin with more changes. */
  Origin changed(List<ConfigChange> more) {
    List<ConfigChange> all = new ArrayList<>(changes);
    all.addAll(more);
    return new Origin(checkpoint, kind, all);
  }

  /** Returns whether this is a run's beginning. */
  boolean isNewRun() {
    return switch (kind) {
      case RESUMED, REWOUND -> false;
      case NEW, FORKED, FORKED_FRESH -> true;
    };
  }

  /**
   * Refuses to go on from what was a run's latest checkpoint when it was chosen, and is not now;
   * for who has the run's lock.
   *
   * @throws IOException if another process has saved a later one
   */
  void requireLatest(CheckpointStore store) throws IOException {
    if (kind != Kind.RESUMED || checkpoint == null) {
      return;
    }
    Optional<Checkpoint> latest = store.latest(damaged -> {});
    Path chosen = checkpoint.directory();
    // The chosen one may be deleted by now.
    if (latest.isPresent()
        && !(Files.exists(chosen) && Files.isSameFile(latest.get().directory(), chosen))) {
      throw new IOException(
          latest.get().directory() + ": was saved by another process meanwhile; resume again");
    }
  }

  /** Sets a training that has not begun to the state that it goes on from. */
  void restore(TrainingState state) throws CheckpointException {
    if (checkpoint == null) {
      return;
    }
    checkpoint.restore(state);
    switch (kind) {
      case FORKED -> state.resume(state.progress().forked());
      case FORKED_FRESH -> {
        state.forgetMoments();
        state.resume(TrainingProgress.NONE);
      }
      default -> {}
    }
  }

  /** Returns what happened so far, a line for each event. */
  List<String> history() {
    List<String> history = new ArrayList<>();
    if (checkpoint != null) {
      history.addAll(checkpoint.provenance().history());
    }
    history.add(event());
    changes.forEach(change -> history.add("changed " + change));
    return history;
  }

  private String event() {
    long images = checkpoint == null ? 0 : checkpoint.images();
    String versions = Versions.line();
    return switch (kind) {
      case NEW -> "began with " + versions;
      case RESUMED, REWOUND -> Provenance.resumedAt(images, versions);
      case FORKED -> "forked at image " + images + " with " + versions;
      case FORKED_FRESH ->
          "forked at image " + images + ", with fresh optimizers, with " + versions;
    };
  }
}
