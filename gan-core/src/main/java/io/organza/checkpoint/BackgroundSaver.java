package io.organza.checkpoint;

import io.organza.GanConfig;
import io.organza.training.StateCopy;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Saves checkpoints in a thread of its own, so that training waits for a copy in memory only, and
 * not for the disk.
 *
 * <p>One save at a time is under way, from one copy whose memory is used again: a second copy would
 * cost as much memory as the training's whole state. So a save that is due while one is being
 * written is refused, and its turn comes when the one before is done. The copy is on the device
 * that the training is on; on a GPU it takes the GPU's memory.
 *
 * <p>What became of a save is told when the training thread asks, by {@link #poll} or {@link
 * #await}. All methods are for that one thread. The thread that writes keeps the process alive
 * until it is done; should the process be killed, the checkpoint is not there, and nothing else is
 * harmed.
 */
public final class BackgroundSaver implements AutoCloseable {

  private final CheckpointStore store;
  private final GanConfig config;
  private @Nullable StateCopy copy;
  private @Nullable FutureTask<Path> underWay;

  /** Creates a saver of a run with the given configuration. */
  public BackgroundSaver(CheckpointStore store, GanConfig config) {
    this.store = store;
    this.config = config;
  }

  /**
   * Takes the memory for copies: should there be too little, it shows before anything is learned.
   *
   * @param state that of the training that is to be saved
   */
  public void reserve(TrainingState state) {
    if (copy == null) {
      copy = new StateCopy(state);
    }
  }

  /**
   * Copies a state and begins to save it.
   *
   * @param state that of one and the same training at each call
   * @return false if nothing was begun, because the one before is still being written, or nobody
   *     has asked yet what became of it
   */
  public boolean save(TrainingState state, Provenance provenance) {
    if (underWay != null) {
      return false;
    }
    TrainingState copied = copied(state);
    FutureTask<Path> task = new FutureTask<>(() -> store.save(config, copied, provenance));
    Thread thread = new Thread(task, "checkpoint-save");
    thread.setDaemon(false);
    thread.start();
    underWay = task;
    return true;
  }

  /**
   * Tells what became of the save if it is done; each is told once.
   *
   * @return the checkpoint's directory; nothing if no save has ended since the last call
   * @throws IOException as {@link CheckpointStore#save}, which may be tried again
   */
  public Optional<Path> poll() throws IOException {
    return underWay != null && underWay.isDone() ? await() : Optional.empty();
  }

  /**
   * Waits for the save that is under way, if one is, and tells what became of it.
   *
   * @return the checkpoint's directory; nothing if no save was under way
   * @throws IOException as {@link #poll}
   */
  public Optional<Path> await() throws IOException {
    if (underWay == null) {
      return Optional.empty();
    }
    FutureTask<Path> task = underWay;
    underWay = null;
    return Optional.of(result(task));
  }

  /**
   * Waits for the save that is under way, and frees the copy.
   *
   * @throws IOException as {@link #poll}, if nobody has asked yet what became of the last save
   */
  @Override
  public void close() throws IOException {
    try {
      await();
    } finally {
      if (copy != null) {
        copy.close();
        copy = null;
      }
    }
  }

  private TrainingState copied(TrainingState state) {
    state.gatherStatistics();
    if (copy == null) {
      copy = new StateCopy(state);
    } else {
      copy.update(state);
    }
    return copy.state();
  }

  /** Waits even if interrupted: a copy that is being written must not be freed. */
  private static Path result(FutureTask<Path> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a checkpoint could not be saved: " + e.getCause(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
