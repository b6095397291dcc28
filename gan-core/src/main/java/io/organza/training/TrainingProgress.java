package io.organza.training;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a training is, and what it adapted on the way: all that it changes but the tensors.
 *
 * @param steps steps taken
 * @param images real images that the discriminator was shown
 * @param recoveries the recoveries that still count: with those the training goes on
 * @param augmentProbability the probability of adaptive augmentation, 0 to 1; 0 if it is not used
 * @param l2Decades by how many powers of ten adaptive lambda moved; 0 if it is not used
 * @param classImages how many real images of each class the discriminator was shown, from class 0
 *     to the last that was; none if training is unconditional
 */
public record TrainingProgress(
    long steps,
    long images,
    Recoveries recoveries,
    double augmentProbability,
    double l2Decades,
    List<Long> classImages) {

  /** A training that has not begun. */
  public static final TrainingProgress NONE = of(0, 0);

  public TrainingProgress {
    if (steps < 0 || images < 0) {
      throw new IllegalArgumentException(
          "steps and images must be at least 0, got " + steps + " and " + images);
    }
    if (!(augmentProbability >= 0 && augmentProbability <= 1)) {
      throw new IllegalArgumentException(
          "augmentProbability must be from 0 to 1, got " + augmentProbability);
    }
    if (!Double.isFinite(l2Decades)) {
      throw new IllegalArgumentException("l2Decades must be finite, got " + l2Decades);
    }
    long rest = images;
    for (long shown : classImages) {
      if (shown < 0 || shown > rest) {
        throw new IllegalArgumentException(
            "classImages must be at least 0, and no more than all %d images, got %s"
                .formatted(images, classImages));
      }
      rest -= shown;
    }
    recoveries = recoveries.at(images);
    classImages = List.copyOf(classImages);
  }

  /** Returns the progress of a training that never diverged, and adapts nothing. */
  public static TrainingProgress of(long steps, long images) {
    return new TrainingProgress(steps, images, Recoveries.NONE, 0, 0, List.of());
  }

  /** Returns that of another run that begins with the same tensors: it was shown nothing yet. */
  public TrainingProgress forked() {
    return new TrainingProgress(
        steps, 0, Recoveries.NONE, augmentProbability, l2Decades, List.of());
  }

  /** Returns that after one more step, on so many images, of these classes. */
  TrainingProgress after(int batch, int[] labels) {
    List<Long> shown = new ArrayList<>(classImages);
    for (int label : labels) {
      while (shown.size() <= label) {
        shown.add(0L);
      }
      shown.set(label, shown.get(label) + 1);
    }
    return new TrainingProgress(
        steps + 1, images + batch, recoveries, augmentProbability, l2Decades, shown);
  }

  /** Returns this with other recoveries. */
  TrainingProgress with(Recoveries recoveries) {
    return new TrainingProgress(
        steps, images, recoveries, augmentProbability, l2Decades, classImages);
  }

  /** Returns this with another probability of adaptive augmentation. */
  TrainingProgress withAugmentProbability(double probability) {
    return new TrainingProgress(steps, images, recoveries, probability, l2Decades, classImages);
  }

  /** Returns this with an adaptive lambda that moved by so many powers of ten. */
  TrainingProgress withL2Decades(double decades) {
    return new TrainingProgress(
        steps, images, recoveries, augmentProbability, decades, classImages);
  }
}
