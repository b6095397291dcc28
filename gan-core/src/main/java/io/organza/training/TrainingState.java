package io.organza.training;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Torch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that training changes: how far it is, what it was shown, what it recovered from, how
 * likely adaptive augmentation is, how far adaptive lambda moved, and named tensors.
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
  private long[] classImages = {};
  private long steps;
  private long images;
  private Recoveries recoveries = Recoveries.NONE;
  private double augmentProbability;
  private double l2Decades;

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

  /** Returns the number of steps taken. */
  public long steps() {
    return steps;
  }

  /** Returns the number of real images that the discriminator was shown. */
  public long images() {
    return images;
  }

  /** Returns the recoveries that still count: with those the training goes on. */
  public Recoveries recoveries() {
    return recoveries.at(images);
  }

  /** Returns the probability of adaptive augmentation, 0 to 1; 0 if it is not used. */
  public double augmentProbability() {
    return augmentProbability;
  }

  /** Sets the probability of adaptive augmentation. */
  public void setAugmentProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "augmentProbability must be from 0 to 1, got " + probability);
    }
    augmentProbability = probability;
  }

  /**
   * Returns how many real images of each class the discriminator was shown, from class 0 to the
   * last that was; none if training is unconditional.
   */
  public List<Long> classImages() {
    return Arrays.stream(classImages).boxed().toList();
  }

  /** Sets how many images of each class were shown. */
  public void setClassImages(List<Long> images) {
    if (images.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("classImages must be at least 0, got " + images);
    }
    classImages = images.stream().mapToLong(count -> count).toArray();
  }

  /** Returns by how many powers of ten adaptive lambda moved; 0 if it is not used. */
  public double l2Decades() {
    return l2Decades;
  }

  /** Sets by how many powers of ten adaptive lambda moved. */
  public void setL2Decades(double decades) {
    if (!Double.isFinite(decades)) {
      throw new IllegalArgumentException("l2Decades must be finite, got " + decades);
    }
    l2Decades = decades;
  }

  /** Sets the progress of a training that never diverged, after its tensors were replaced. */
  public void resumeAt(long steps, long images) {
    resumeAt(steps, images, Recoveries.NONE);
  }

  /**
   * Sets the progress, after the tensors were replaced by those of a checkpoint, whose running
   * statistics fit its average.
   */
  public void resumeAt(long steps, long images, Recoveries recoveries) {
    if (steps < 0 || images < 0) {
      throw new IllegalArgumentException(
          "steps and images must be at least 0, got " + steps + " and " + images);
    }
    this.steps = steps;
    this.images = images;
    this.recoveries = recoveries;
    statisticsAreOld = false;
  }

  /** Sets what the training recovered from. */
  void setRecoveries(Recoveries recoveries) {
    this.recoveries = recoveries;
  }

  /** Begins anew, with the networks as they are: no progress, and optimizers without a past. */
  public void beginAnew() {
    tensors.forEach(
        (name, array) -> {
          if (name.contains("-adam/")) {
            try (NDArray zeros = array.zerosLike()) {
              Torch.copyAll(List.of(array), List.of(zeros));
            }
          }
        });
    resumeAt(0, 0);
    setAugmentProbability(0);
    setL2Decades(0);
    setClassImages(List.of());
  }

  /** Counts a step on so many images, of these classes. */
  void advance(int batch, int[] labels) {
    steps++;
    images += batch;
    statisticsAreOld = true;
    for (int label : labels) {
      if (label >= classImages.length) {
        classImages = Arrays.copyOf(classImages, label + 1);
      }
      classImages[label]++;
    }
  }

  /** Sets all but the tensors, which are copied already, to what they are in another state. */
  void copyProgress(TrainingState from) {
    resumeAt(from.steps, from.images, from.recoveries);
    augmentProbability = from.augmentProbability;
    l2Decades = from.l2Decades;
    classImages = from.classImages.clone();
    statisticsAreOld = from.statisticsAreOld;
  }
}
