package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.augment.Augmentation;
import io.organza.loss.GradientClipping;
import io.organza.loss.GradientClipping.Clipped;
import io.organza.loss.GradientPenalty;
import io.organza.loss.LossOptions;
import io.organza.loss.WeightPenalty;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import io.organza.torch.Torch.AdamRates;

/**
 * One step of adversarial training: on the same real and fake images first the discriminator
 * improves, then the generator, against the improved discriminator.
 */
final class AdversarialStep {

  private static final double EPSILON = 1e-8;

  /** The batches that a step shows to the discriminator: each has its own augmentation. */
  private enum Shown {
    REAL(0),
    FAKE(1),
    REAL_AGAIN(2),
    FAKE_AGAIN(3);

    final int number;

    Shown(int number) {
      this.number = number;
    }
  }

  private final Adversaries players;
  private final NetworkOptions shape;
  private final LossOptions loss;
  private final TrainingOptions options;
  private final long seed;
  private final GradientClipping clipping;
  private final Augmentation augmentation;

  AdversarialStep(
      Adversaries players,
      NetworkOptions shape,
      LossOptions loss,
      TrainingOptions options,
      long seed) {
    this.players = players;
    this.shape = shape;
    this.loss = loss;
    this.options = options;
    this.seed = seed;
    clipping = new GradientClipping(loss.clip(), loss.clipAt());
    augmentation = new Augmentation(options.augment());
  }

  /** Takes the step that follows the players' state, on real images. */
  StepReport take(RealBatch batch) {
    try (NDManager scope = players.manager().newSubManager()) {
      NDArray labels = Labels.of(scope, batch.labels(), options.batch(), shape);
      return Torch.recorded(() -> take(scope.create(batch.pixels(), imageShape()), labels));
    }
  }

  /**
   * Each fake is asked to be of the class of the real image that it is compared with: so the
   * relativistic loss compares like with like, and how frequent the classes are tells nothing.
   */
  private StepReport take(NDArray real, NDArray labels) {
    NDArray fake = players.generator().forward(latents(real.getManager()), labels, true);
    DiscriminatorMeasures d = improveDiscriminator(real, Torch.detach(fake), labels);
    GeneratorMeasures g = improveGenerator(real, fake, labels);
    double rate = rates(1).learningRate();
    double halfLife = options.emaKimg().at(images()) * 1000;
    players.updateAverage(1 - Math.pow(0.5, options.batch() / halfLife));
    StepReport report = report(d, g, outcome(real, fake), rate);
    TrainingState state = players.state();
    state.advance(options.batch());
    state.setAugmentProbability(
        augmentation.adapt(state.augmentProbability(), report.pairSign(), options.batch()));
    return report;
  }

  private Shape imageShape() {
    return new Shape(options.batch(), shape.channels(), shape.height(), shape.width());
  }

  private record DiscriminatorMeasures(
      NDArray loss,
      NDArray real,
      NDArray fake,
      NDArray pairSign,
      NDArray r1,
      NDArray r2,
      Clipped gradient) {}

  private DiscriminatorMeasures improveDiscriminator(NDArray real, NDArray fake, NDArray labels) {
    double gamma = options.gamma().at(images());
    boolean penalised = gamma > 0 && players.state().steps() % loss.penaltyEvery() == 0;
    NDArray realImages = penalised ? Torch.leaf(real) : real;
    NDArray fakeImages = penalised && loss.r2() ? Torch.leaf(fake) : fake;
    NDArray realLogits = judge(realImages, Shown.REAL, labels);
    NDArray fakeLogits = judge(fakeImages, Shown.FAKE, labels);
    NDArray adversarial = loss.adversarial().discriminator(realLogits, fakeLogits);

    Player player = players.discriminatorPlayer();
    NDArray r1 = real.getManager().create(Float.NaN);
    NDArray r2 = r1;
    Clipped clipped;
    if (penalised) {
      r1 = GradientPenalty.of(realLogits, realImages);
      NDArray sum = r1;
      if (loss.r2()) {
        r2 = GradientPenalty.of(fakeLogits, fakeImages);
        sum = r1.add(r2);
      }
      NDArray penalty = Torch.scale(sum, gamma / 2 * loss.penaltyEvery());
      clipped = clipping.gradients(adversarial, penalty, player.weights());
    } else {
      clipped = clipping.gradients(adversarial, player.weights());
    }
    player.update(clipped.gradients(), players.state().steps() + 1, rates(1));
    return new DiscriminatorMeasures(
        adversarial,
        realLogits.mean(),
        fakeLogits.mean(),
        realLogits.sub(fakeLogits).sign().mean(),
        r1,
        r2,
        clipped);
  }

  private record GeneratorMeasures(
      NDArray loss, NDArray norm, NDArray penalty, NDArray penaltyNorm, Clipped gradient) {}

  private GeneratorMeasures improveGenerator(NDArray real, NDArray fake, NDArray labels) {
    NDManager scope = real.getManager();
    NDArray realLogits = Torch.unrecorded(() -> judge(real, Shown.REAL_AGAIN, labels));
    NDArray fakeLogits = judge(fake, Shown.FAKE_AGAIN, labels);
    NDArray adversarial = loss.adversarial().generator(realLogits, fakeLogits);

    // The weight penalty's gradient is taken apart, to tell its share.
    Player player = players.generatorPlayer();
    NDList gradients = Torch.gradients(adversarial, player.weights());
    NDArray norm = Torch.norm(scope, gradients);
    WeightPenalty weightPenalty = new WeightPenalty(lambda(), loss.l1(), loss.l2Form());
    NDArray penalty = weightPenalty.of(real, players.generator().penalised(), options.batch());
    NDList penalties = Torch.gradients(penalty, player.weights());
    NDArray penaltyNorm = Torch.norm(scope, penalties);
    Clipped clipped = clipping.clip(gradients, penalties);
    AdamRates rates = rates(options.generatorRate());
    player.update(clipped.gradients(), players.state().steps() + 1, rates);
    return new GeneratorMeasures(adversarial, norm, penalty, penaltyNorm, clipped);
  }

  private record Outcome(NDArray weightNorm, NDArray realVariety, NDArray fakeVariety) {}

  private Outcome outcome(NDArray real, NDArray fake) {
    NDManager scope = real.getManager();
    return new Outcome(
        Torch.norm(scope, players.networkTensors()),
        Torch.variety(scope, real),
        Torch.variety(scope, fake));
  }

  /**
   * Returns the logits of images, after augmentation. Penalties are taken for the images as they
   * were before it, as in ADA and R3GAN: what must not be steep is what the generator climbs.
   */
  private NDArray judge(NDArray images, Shown which, NDArray labels) {
    long index = 4 * drawIndex() + which.number;
    RandomStream random = RandomStream.of(seed, Purpose.AUGMENTATION, index);
    NDArray seen = augmentation.apply(images, augmentProbability(), random);
    return players.discriminator().forward(seen, labels, true);
  }

  private double augmentProbability() {
    return augmentation.probability(players.state().augmentProbability());
  }

  private double lambda() {
    return loss.adaptiveL2().lambda(loss.l2(), players.state().l2Decades());
  }

  private NDArray latents(NDManager scope) {
    RandomStream random = RandomStream.of(seed, Purpose.TRAINING_LATENTS, drawIndex());
    int count = options.batch() * shape.latentSize();
    return scope.create(random.gaussians(count), new Shape(options.batch(), shape.latentSize()));
  }

  /** After a recovery the draws are others, so that the same step does not fail again. */
  private long drawIndex() {
    TrainingState state = players.state();
    return state.steps() + ((long) state.recoveries().count() << 48);
  }

  private AdamRates rates(double factor) {
    return new AdamRates(
        options.learningRate().at(images()) * factor * players.state().recoveries().rateFactor(),
        options.beta1(),
        options.beta2().at(images()),
        EPSILON);
  }

  private long images() {
    return players.state().images();
  }

  /** Reads all that was measured from the device at once. */
  private StepReport report(
      DiscriminatorMeasures d, GeneratorMeasures g, Outcome outcome, double learningRate) {
    NDList measures =
        new NDList(
            d.loss, g.loss, d.real, d.fake, d.r1, d.r2, d.gradient.norm(), d.gradient.bounded());
    measures.addAll(
        new NDList(g.gradient.norm(), g.gradient.bounded(), g.penalty, g.norm, g.penaltyNorm));
    measures.addAll(
        new NDList(outcome.weightNorm, outcome.realVariety, outcome.fakeVariety, d.pairSign));
    float[] v = NDArrays.stack(measures).toFloatArray();
    return new StepReport(
        v[0],
        v[1],
        v[2],
        v[3],
        v[4],
        v[5],
        v[6],
        v[7] > loss.clipAt(),
        v[8],
        v[9] > loss.clipAt(),
        v[10],
        v[12] / (v[11] + v[12]),
        v[13],
        v[14] > 0 ? v[15] / v[14] : Double.NaN,
        learningRate,
        v[16],
        augmentProbability(),
        loss.adaptiveL2().enabled() ? lambda() : Double.NaN);
  }
}
