package io.organza.training;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Torch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that training changes: its progress, and named tensors.
 *
 * <p>A tensor's name is {@code group/name}, for example {@code generator/stem.linear}. The groups
 * are {@code generator}, {@code discriminator}, {@code ema} (the generator's moving average), and
 * {@code generator-adam} and {@code discriminator-adam} (moments). All tensors are float32 and live
 * as long as their owner; they may be read, and their values replaced, between steps.
 */
public final class TrainingState {

  private final SortedMap<String, NDArray> tensors;
  private final Consumer<TrainingState> statistics;
  private boolean statisticsAreOld;
  private TrainingProgress progress = TrainingProgress.NONE;

  /** Creates the state of a training that has not begun, over the given tensors. */
  public TrainingState(Map<String, NDArray> tensors) {
    this(tensors, state -> {});
  }

  /**
   * As above.
   *
   * @param statistics computes the running statistics of the average
   */
  TrainingState(Map<String, NDArray> tensors, Consumer<TrainingState> statistics) {
    this.tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    this.statistics = statistics;
  }

  /**
   * Computes the running statistics of the average's batch normalisation, if it has any, unless no
   * step was taken since the last time. Training does not need them: so whoever saves the tensors
   * or makes images by the average asks for them, which takes as long as some thousand images.
   *
   * @throws IllegalStateException if this is a {@link StateCopy} of a training where they were old
   */
  public void gatherStatistics() {
    if (statisticsAreOld) {
      statistics.accept(this);
      statisticsAreOld = false;
    }
  }

  /**
   * Returns the tensors of the averaged generator by their names, with {@link #gatherStatistics
   * statistics} that fit.
   */
  public SortedMap<String, NDArray> average() {
    gatherStatistics();
    return group("ema");
  }

  /** Returns all tensors by name, in the order of their names. */
  public SortedMap<String, NDArray> tensors() {
    return tensors;
  }

  /** Returns the tensors of a group, by their names without the group's. */
  public SortedMap<String, NDArray> group(String group) {
    SortedMap<String, NDArray> members = new TreeMap<>();
    String prefix = group + "/";
    tensors.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            members.put(name.substring(prefix.length()), array);
          }
        });
    return members;
  }

  /** Returns how far training is. */
  public TrainingProgress progress() {
    return progress;
  }

  /** Returns the number of steps taken. */
  public long steps() {
    return progress.steps();
  }

  /** Returns the number of real images that the discriminator was shown. */
  public long images() {
    return progress.images();
  }

  /**
   * Sets the progress, after the tensors were replaced by those of a checkpoint, whose running
   * statistics fit its average.
   */
  public void resume(TrainingProgress progress) {
    this.progress = progress;
    statisticsAreOld = false;
  }

  /** Sets what the optimizers keep to zeros, as if they had no past. */
  public void forgetMoments() {
    tensors.forEach(
        (name, array) -> {
          if (name.contains("-adam/")) {
            try (NDArray zeros = array.zerosLike()) {
              Torch.copyAll(List.of(array), List.of(zeros));
            }
          }
        });
  }

  /** Counts a step on so many images, of these classes. */
  void advance(int batch, int[] labels) {
    progress = progress.after(batch, labels);
    statisticsAreOld = true;
  }

  /** Sets the progress of the same tensors. */
  void setProgress(TrainingProgress progress) {
    this.progress = progress;
  }

  /** Sets all but the tensors, which are copied already, to what they are in another state. */
  void copyProgress(TrainingState from) {
    progress = from.progress;
    statisticsAreOld = from.statisticsAreOld;
  }
}
