package io.organza.cli;

import io.organza.GanConfig;
import io.organza.checkpoint.BackgroundSaver;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.training.Cadence;
import io.organza.training.Recovery;
import io.organza.training.TickReport;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Saves checkpoints once in a while and at the end, and deletes old ones. A save that fails is
 * tried again at the next tick.
 */
final class CheckpointObserver implements TrainingObserver, AutoCloseable {

  private static final long NONE = -1;

  private final RunDirectory run;
  private final CheckpointStore store;
  private final BackgroundSaver saver;
  private final RunSettings settings;
  private final Cadence cadence;
  private final Console console;
  private Provenance provenance;
  private long imagesAtLast = NONE;
  private @Nullable Path last;

  /** Whether the state that is being saved is the best so far. */
  private boolean best;

  private boolean due;
  private boolean failed;

  CheckpointObserver(
      RunDirectory run,
      GanConfig config,
      Provenance provenance,
      RunSettings settings,
      Console console) {
    this.run = run;
    this.store = run.store();
    this.saver = new BackgroundSaver(store, config);
    this.provenance = provenance;
    this.settings = settings;
    this.cadence = new Cadence(settings.checkpointEvery(), config.training().batch());
    this.console = console;
  }

  @Override
  public void started(TrainingState state) {
    imagesAtLast = state.images();
    saver.reserve(state);
  }

  @Override
  public void stepped(TrainingState state) {
    due |= cadence.isDue(state.images());
    collect();
    if (due && !failed) {
      begin(state);
    }
  }

  @Override
  public void ticked(TrainingState state, TickReport report) {
    failed = false;
  }

  /**
   * Saves the state, unless it is saved already, and names it as the best so far; no other one if
   * that fails.
   */
  void keepAsBest(TrainingState state) {
    settle();
    if (state.images() != imagesAtLast) {
      best = true;
      begin(state);
    } else if (last != null) {
      best = true;
      tidy(last);
    }
  }

  @Override
  public void recovered(TrainingState state, Recovery recovery) {
    if (recovery instanceof Recovery.Diverged) {
      provenance = provenance.with(recovery.message());
    }
    // The same number of images is another state now.
    imagesAtLast = NONE;
  }

  /**
   * Saves the state, unless it is saved already, and waits for that.
   *
   * @throws UncheckedIOException if it cannot be saved
   */
  @Override
  public void finished(TrainingState state) {
    settle();
    if (state.images() != imagesAtLast) {
      begin(state);
      try {
        saver.await().ifPresent(this::saved);
      } catch (IOException e) {
        throw new UncheckedIOException(new IOException(failure(e), e));
      }
    }
  }

  @Override
  public void close() throws IOException {
    saver.close();
  }

  /** Begins a save, unless the one before is still under way. */
  private void begin(TrainingState state) {
    restoreSettings();
    if (saver.save(state, provenance)) {
      imagesAtLast = state.images();
      due = false;
    }
  }

  /** Saving makes the run's folder again, but what else was in it is gone. */
  private void restoreSettings() {
    if (RunSettings.areIn(run.checkpoints())) {
      return;
    }
    console.warn(
        "%s was removed while the run is trained: it is made again, without what was in it"
            .formatted(run.checkpoints()));
    try {
      run.createMissing();
      settings.write(run.checkpoints());
    } catch (IOException e) {
      // The save that follows says so.
    }
  }

  /** Waits for the save under way, and finds out what became of it. */
  private void settle() {
    try {
      saver.await().ifPresent(this::saved);
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Finds out what became of the save under way, if it is done. */
  private void collect() {
    try {
      saver.poll().ifPresent(this::saved);
    } catch (IOException e) {
      failed(e);
    }
  }

  private void saved(Path checkpoint) {
    console.note("Saved " + checkpoint);
    last = checkpoint;
    tidy(checkpoint);
  }

  /** Names a checkpoint as the best if it is, and deletes old ones. */
  private void tidy(Path saved) {
    try {
      if (best) {
        best = false;
        store.markBest(saved);
      }
      for (Path old : store.prune(settings.keep())) {
        console.note("Deleted " + old);
      }
    } catch (IOException e) {
      console.warn("cannot mark the best checkpoint or delete old ones: " + Failures.describe(e));
    }
  }

  private void failed(IOException e) {
    console.warn(failure(e) + "; training goes on and tries again at the next tick");
    imagesAtLast = NONE;
    // The next try saves a later state.
    best = false;
    due = true;
    failed = true;
  }

  private String failure(IOException e) {
    return "CANNOT SAVE into " + run.checkpoints() + ": " + Failures.describe(e);
  }
}
