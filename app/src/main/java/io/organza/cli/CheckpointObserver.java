package io.organza.cli;

import io.organza.GanConfig;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.training.Cadence;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Saves checkpoints once in a while and at the end, and deletes old ones. */
final class CheckpointObserver implements TrainingObserver {

  private final RunDirectory run;
  private final CheckpointStore store;
  private final GanConfig config;
  private final Provenance provenance;
  private final RunSettings settings;
  private final Cadence cadence;
  private final Console console;
  private long imagesAtLast;
  private @Nullable Path last;

  CheckpointObserver(
      RunDirectory run,
      GanConfig config,
      Provenance provenance,
      RunSettings settings,
      Console console) {
    this.run = run;
    this.store = run.store();
    this.config = config;
    this.provenance = provenance;
    this.settings = settings;
    this.cadence = new Cadence(settings.checkpointEvery(), config.training().batch());
    this.console = console;
  }

  /** Returns the checkpoint that was saved last, if any was. */
  @Nullable Path last() {
    return last;
  }

  @Override
  public void started(TrainingState state) {
    imagesAtLast = state.images();
  }

  @Override
  public void stepped(TrainingState state) {
    if (cadence.isDue(state.images())) {
      try {
        save(state);
      } catch (IOException e) {
        console.warn(failure(e) + "; training goes on without a checkpoint");
      }
    }
  }

  @Override
  public void finished(TrainingState state) {
    if (state.images() != imagesAtLast) {
      try {
        save(state);
      } catch (IOException e) {
        throw new UncheckedIOException(new IOException(failure(e), e));
      }
    }
  }

  private void save(TrainingState state) throws IOException {
    last = store.save(config, state, provenance);
    imagesAtLast = state.images();
    console.note("Saved " + last);
    prune();
  }

  /** Deletes old checkpoints; the new one is saved whether that works or not. */
  private void prune() {
    try {
      for (Path old : store.prune(settings.keep())) {
        console.note("Deleted " + old);
      }
    } catch (IOException e) {
      console.warn("cannot delete old checkpoints: " + Failures.describe(e));
    }
  }

  private String failure(IOException e) {
    return "cannot save into " + run.checkpoints() + ": " + Failures.describe(e);
  }
}
