package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;

/**
 * How much of the discriminator's judgement is memory: r_v = (E[D(train)] - E[D(holdout)]) /
 * (E[D(train)] - E[D(fake)]) (Karras et al., "Training generative adversarial networks with limited
 * data", NeurIPS 2020, equation 1). It is 0 if images that were never trained on are taken for as
 * real as those that were, and 1 if they are taken for fakes.
 *
 * <p>The expectations are means over the last ticks, for those of one tick are of few images. What
 * is decided by the last tick alone is the same in a training that was resumed. Images are not
 * augmented, and the networks are used as they are for samples; nothing of the training changes,
 * its draws included.
 */
final class HoldoutGap {

  /** A batch of each costs a quarter of a step. */
  private static final int STEPS_PER_BATCH = 16;

  /** The weight of a tick in the means is one over that, and more among the first ones. */
  private static final int TICKS = 8;

  private final Adversaries adversaries;
  private final StepRules rules;
  private final IntSupplier atOnce;
  private final LongFunction<RealBatch> training;
  private final LongFunction<RealBatch> holdout;
  private int ticks;
  private Logits means = Logits.NONE;
  private Logits last = Logits.NONE;

  /** Mean logits: of training images, of those held out, and of fakes. */
  private record Logits(double training, double holdout, double fake) {

    static final Logits NONE = new Logits(0, 0, 0);

    /** Returns these and others, each with its weight. */
    Logits plus(Logits others, double weight, double otherWeight) {
      return new Logits(
          weight * training + otherWeight * others.training,
          weight * holdout + otherWeight * others.holdout,
          weight * fake + otherWeight * others.fake);
    }

    /** Returns how far training images are above fakes. */
    double range() {
      return training - fake;
    }
  }

  /**
   * Begins with no tick.
   *
   * @param atOnce how many images at most are computed at once, which may become fewer
   * @param training batches of training images, by any number from 0
   * @param holdout batches of images that are not trained on
   */
  HoldoutGap(
      Adversaries adversaries,
      StepRules rules,
      IntSupplier atOnce,
      LongFunction<RealBatch> training,
      LongFunction<RealBatch> holdout) {
    this.adversaries = adversaries;
    this.rules = rules;
    this.atOnce = atOnce;
    this.training = training;
    this.holdout = holdout;
  }

  /**
   * Returns r_v after a tick, of so many steps if it is whole; NaN while fakes are taken for as
   * real as the training images.
   */
  double measure(int steps) {
    int batches = Math.max(1, steps / STEPS_PER_BATCH);
    long end = Math.max(batches, adversaries.state().steps());
    last = Logits.NONE;
    for (long index = end - batches; index < end; index++) {
      last = last.plus(logits(index), 1, 1.0 / batches);
    }
    double weight = 1.0 / Math.min(++ticks, TICKS);
    means = means.plus(last, 1 - weight, weight);
    return means.range() > 0 ? (means.training - means.holdout) / means.range() : Double.NaN;
  }

  /** Returns whether r_v of the last tick alone is above a target. */
  boolean isAbove(double target) {
    return last.range() > 0 && last.training - last.holdout > target * last.range();
  }

  /** Returns the mean logits of the batches of an index. */
  private Logits logits(long index) {
    RealBatch trained = training.apply(index);
    RealBatch unseen = holdout.apply(index);
    NetworkOptions shape = rules.shape();
    int count = trained.pixels().length / (shape.channels() * shape.height() * shape.width());
    RandomStream random = RandomStream.of(rules.seed(), Purpose.GAP_LATENTS, index);
    float[] latents = random.gaussians(count * shape.latentSize());
    Logits mean = Logits.NONE;
    for (MicroBatch part : MicroBatch.shares(count, 1, atOnce.getAsInt()).get(0)) {
      mean = mean.plus(logits(part, trained, unseen, latents), 1, (double) part.size() / count);
    }
    return mean;
  }

  private Logits logits(MicroBatch part, RealBatch trained, RealBatch unseen, float[] latents) {
    try (NDManager scope = adversaries.manager().newSubManager()) {
      NDArray labels = labels(scope, part, trained);
      NDArray z =
          scope.create(part.of(latents), new Shape(part.size(), rules.shape().latentSize()));
      return Torch.unrecorded(
          () ->
              new Logits(
                  judge(images(scope, part, trained), labels),
                  judge(images(scope, part, unseen), labels(scope, part, unseen)),
                  judge(adversaries.generator().forward(z, labels, false), labels)));
    }
  }

  private NDArray images(NDManager scope, MicroBatch part, RealBatch batch) {
    NetworkOptions shape = rules.shape();
    return scope.create(
        part.of(batch.pixels()),
        new Shape(part.size(), shape.channels(), shape.height(), shape.width()));
  }

  private NDArray labels(NDManager scope, MicroBatch part, RealBatch batch) {
    return Labels.of(scope, part.of(batch.labels()), part.size(), rules.shape());
  }

  private double judge(NDArray images, NDArray labels) {
    NDArray logits = adversaries.discriminator().forward(images, labels, false);
    return rules.loss().overall(logits).mean().getFloat();
  }
}
