package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.loss.GradientClipping.Taken;
import io.organza.loss.GradientPenalty;
import io.organza.loss.LossOptions;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.network.TrainingNoise;
import io.organza.random.Purpose;
import io.organza.torch.Torch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A micro-batch of a batch on its way through a step: what both turns ask of its images, on one
 * device. To be called recorded.
 */
final class MicroBatchStep {

  /** The batches that a step shows to the discriminator: each has its own augmentation. */
  private enum Shown {
    REAL(0),
    FAKE(1),
    FAKE_AGAIN(3);

    final int number;

    Shown(int number) {
      this.number = number;
    }
  }

  private final StepRules rules;
  private final MicroBatch microBatch;
  private final Networks networks;
  private final NDManager scope;
  private final boolean kept;
  private final NDArray real;
  private final NDArray labels;
  private final NDArray latents;
  private final NDArray fake;
  private @Nullable NDArray judgedReal;

  /**
   * Brings the micro-batch to the networks' device, and makes its fakes.
   *
   * <p>Each fake is asked to be of the class of the real image that it is compared with: so the
   * relativistic loss compares like with like, and how frequent the classes are tells nothing.
   *
   * @param batch the whole batch
   * @param kept whether to keep, for the generator's turn, what the fakes were computed from;
   *     otherwise they are computed again there
   * @param scope the owner of what lives until the end of the step
   */
  MicroBatchStep(
      StepRules rules,
      MicroBatch microBatch,
      Networks networks,
      RealBatch batch,
      boolean kept,
      NDManager scope) {
    this.rules = rules;
    this.microBatch = microBatch;
    this.networks = networks;
    this.scope = scope;
    this.kept = kept;
    NetworkOptions shape = rules.shape();
    real =
        scope.create(
            microBatch.of(batch.pixels()),
            new Shape(microBatch.size(), shape.channels(), shape.height(), shape.width()));
    labels = Labels.of(scope, microBatch.of(batch.labels()), microBatch.size(), shape);
    latents =
        scope.create(
            microBatch.of(
                rules
                    .draws(Purpose.TRAINING_LATENTS)
                    .gaussians(microBatch.batch() * shape.latentSize())),
            new Shape(microBatch.size(), shape.latentSize()));
    fake = kept ? make(latents) : makeForgetting();
  }

  /** Returns the fakes, without what they were computed from. */
  private NDArray makeForgetting() {
    try (NDManager making = scope.newSubManager()) {
      return in(scope, Torch.unrecorded(() -> make(in(making, Torch.detach(latents)))));
    }
  }

  NDArray real() {
    return real;
  }

  NDArray fake() {
    return fake;
  }

  /** Returns the images that the generator makes of latents. */
  private NDArray make(NDArray latents) {
    TrainingNoise noise =
        new TrainingNoise(
            rules.draws(Purpose.GENERATOR_NOISE),
            rules.options().generatorDropout(),
            microBatch.from(),
            microBatch.batch());
    return networks.generator().forward(latents, labels, noise);
  }

  /** The discriminator's turn: adds the gradients of the micro-batch's share of its losses. */
  void addDiscriminator(GradientSum sum) {
    try (NDManager turn = scope.newSubManager()) {
      LossOptions loss = rules.loss();
      double weight = rules.penaltyWeight();
      boolean penalised = weight > 0;
      NDArray realImages = in(turn, penalised ? Torch.leaf(real) : Torch.detach(real));
      NDArray fakeImages = in(turn, penalised && loss.r2() ? Torch.leaf(fake) : Torch.detach(fake));
      NDArray logits = judgeBoth(realImages, fakeImages);
      NDList halves = logits.split(2);
      NDArray realLogits = halves.get(0);
      NDArray fakeLogits = halves.get(1);
      NDArray adversarial = loss.overall(loss.adversarial().discriminator(realLogits, fakeLogits));

      NDList weights = new NDList(networks.discriminator().trained().values());
      Map<Measure, NDArray> measures = new EnumMap<>(Measure.class);
      Taken taken;
      if (penalised) {
        NDList images = loss.r2() ? new NDList(realImages, fakeImages) : new NDList(realImages);
        NDList penalties = GradientPenalty.of(loss.overall(logits), images);
        NDArray penalty = penalties.get(0);
        measures.put(Measure.R1, penalty);
        if (loss.r2()) {
          measures.put(Measure.R2, penalties.get(1));
          penalty = penalty.add(penalties.get(1));
        }
        penalty = Torch.scale(microBatch.share(penalty), weight);
        taken = rules.clipping().take(microBatch.share(adversarial), penalty, weights);
      } else {
        taken = rules.clipping().take(microBatch.share(adversarial), weights);
      }
      measures.put(Measure.DISCRIMINATOR_LOSS, adversarial);
      NDArray overallReal = loss.overall(realLogits);
      NDArray overallFake = loss.overall(fakeLogits);
      measures.put(Measure.REAL_LOGITS, overallReal.mean());
      measures.put(Measure.FAKE_LOGITS, overallFake.mean());
      measures.put(Measure.PAIR_SIGN, overallReal.sub(overallFake).sign().mean());
      sum.add(microBatch, taken, measures);
      judgedReal = in(scope, Torch.detach(realLogits));
    }
  }

  /**
   * The generator's turn: adds the gradients of the micro-batch's share of its loss.
   *
   * <p>The loss compares with the logits that the real images had in the discriminator's turn:
   * asking for them again would cost a pass, and they only weigh the pairs of a relativistic loss.
   */
  void addGenerator(GradientSum sum) {
    try (NDManager turn = scope.newSubManager()) {
      NDArray made = kept ? fake : make(in(turn, Torch.detach(latents)));
      NDArray logits = judge(made, Shown.FAKE_AGAIN);
      LossOptions loss = rules.loss();
      NDArray adversarial =
          loss.overall(loss.adversarial().generator(Objects.requireNonNull(judgedReal), logits));
      NDList weights = new NDList(networks.generator().trained().values());
      Taken taken = rules.clipping().take(microBatch.share(adversarial), weights);
      sum.add(microBatch, taken, Map.of(Measure.GENERATOR_LOSS, adversarial));
    }
  }

  private static NDArray in(NDManager owner, NDArray array) {
    array.attach(owner);
    return array;
  }

  /**
   * Returns the logits (2 n, J) of real images, then of fake ones. One pass over all of them takes
   * half as many operations; but images that are normalised together tell on each other.
   */
  private NDArray judgeBoth(NDArray realImages, NDArray fakeImages) {
    if (rules.shape().family().discriminatorNormalises()) {
      return judge(realImages, Shown.REAL).concat(judge(fakeImages, Shown.FAKE));
    }
    return networks
        .discriminator()
        .forward(seen(realImages, Shown.REAL), seen(fakeImages, Shown.FAKE), labels);
  }

  private NDArray judge(NDArray images, Shown which) {
    return networks.discriminator().forward(seen(images, which), labels, true);
  }

  /**
   * Returns images after augmentation. Penalties are taken for the images as they were before it,
   * as in ADA and R3GAN: what must not be steep is what the generator climbs.
   */
  private NDArray seen(NDArray images, Shown which) {
    return rules
        .options()
        .augment()
        .apply(
            images,
            microBatch.from(),
            microBatch.batch(),
            rules.augmentProbability(),
            rules.draws(Purpose.AUGMENTATION, which.number));
  }
}
