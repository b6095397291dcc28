package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.torch.Torch;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a training at one moment, in memory of its own on the same device, which another
 * thread may read while training goes on.
 *
 * <p>A copy has no networks to gather {@linkplain TrainingState#gatherStatistics statistics} with:
 * unless those of the training were gathered before it was copied, its average is refused.
 */
public final class StateCopy implements AutoCloseable {

  private final NDManager manager;
  private final TrainingState state;

  /** Copies a state. */
  public StateCopy(TrainingState source) {
    manager = NDManager.newBaseManager("PyTorch");
    SortedMap<String, NDArray> tensors = new TreeMap<>();
    source
        .tensors()
        .forEach(
            (name, array) -> {
              NDArray copy = Torch.zerosLike(array);
              copy.attach(manager);
              tensors.put(name, copy);
            });
    state = new TrainingState(tensors, StateCopy::refuse);
    update(source);
  }

  private static void refuse(TrainingState state) {
    throw new IllegalStateException(
        "the statistics of the average must be gathered before a training is copied");
  }

  /** Copies a later state of the same training over this one. */
  public void update(TrainingState source) {
    copy(source, state);
  }

  /** Sets a training back to this state. */
  public void restore(TrainingState target) {
    copy(state, target);
  }

  /** Returns the copied state, which lives until this is closed. */
  public TrainingState state() {
    return state;
  }

  private static void copy(TrainingState from, TrainingState to) {
    Torch.copyAll(new NDList(to.tensors().values()), new NDList(from.tensors().values()));
    to.copyProgress(from);
  }

  @Override
  public void close() {
    manager.close();
  }
}
