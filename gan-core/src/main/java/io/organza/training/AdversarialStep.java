package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.augment.Augmentation;
import io.organza.loss.GradientClipping;
import io.organza.loss.GradientClipping.Clipped;
import io.organza.loss.GradientClipping.Taken;
import io.organza.loss.GradientPenalty;
import io.organza.loss.LossOptions;
import io.organza.loss.WeightPenalty;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.network.TrainingNoise;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import io.organza.torch.Torch.AdamRates;
import java.util.List;

/**
 * One step of adversarial training: on the same real and fake images first the discriminator
 * improves, then the generator, against the improved discriminator.
 *
 * <p>The generator's loss compares with the logits that real images had before the improvement:
 * asking for them again would cost a pass, and they only weigh the pairs of a relativistic loss.
 */
final class AdversarialStep {

  private static final double EPSILON = 1e-8;

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

  private final Adversaries players;
  private final NetworkOptions shape;
  private final LossOptions loss;
  private final TrainingOptions options;
  private final long seed;
  private final GradientClipping clipping;
  private final Augmentation augmentation;
  private List<Piece> pieces;

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
    pieces = Piece.of(options.batch(), options.microBatch());
  }

  /**
   * Computes half as many images at once from now on.
   *
   * @return how many at most; 0 if that cannot be, because it is one already, or the networks
   *     normalise batches
   */
  int halve() {
    int most = pieces.get(0).size();
    if (most == 1 || shape.family().normalisesBatches()) {
      return 0;
    }
    int half = (most + 1) / 2;
    pieces = Piece.of(options.batch(), half);
    return half;
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
    NDArray latents = latents(real.getManager());
    NDArray fake = fakes(latents, labels);
    DiscriminatorTurn d = improveDiscriminator(real, Torch.detach(fake), labels);
    GeneratorTurn g = improveGenerator(d.realLogits, fake, latents, labels);
    double rate = rates(1).learningRate();
    double halfLife = options.emaKimg().at(images()) * 1000;
    players.updateAverage(1 - Math.pow(0.5, options.batch() / halfLife));
    if (shape.family().normalisesBatches()
        && players.state().steps() % TrainingOptions.AVERAGE_STATISTICS_EVERY == 0) {
      players.gatherStatistics(latents, labels);
    }
    StepReport report = report(d.turn, g, outcome(real, fake), rate);
    TrainingState state = players.state();
    state.advance(options.batch());
    state.setAugmentProbability(
        augmentation.adapt(state.augmentProbability(), report.pairSign(), options.batch()));
    return report;
  }

  /** Returns the generator's images; in pieces without what they were computed from. */
  private NDArray fakes(NDArray latents, NDArray labels) {
    if (pieces.size() == 1) {
      return fake(pieces.get(0), latents, labels, latents.getManager());
    }
    NDList made = new NDList();
    for (Piece piece : pieces) {
      try (NDManager scope = latents.getManager().newSubManager()) {
        NDArray fake = Torch.unrecorded(() -> fake(piece, latents, labels, scope));
        fake.attach(latents.getManager());
        made.add(fake);
      }
    }
    return NDArrays.concat(made);
  }

  private NDArray fake(Piece piece, NDArray latents, NDArray labels, NDManager scope) {
    RandomStream random = RandomStream.of(seed, Purpose.GENERATOR_NOISE, drawIndex());
    TrainingNoise noise =
        new TrainingNoise(random, options.generatorDropout(), piece.from(), piece.batch());
    return players.generator().forward(piece.of(latents, scope), piece.of(labels, scope), noise);
  }

  private Shape imageShape() {
    return new Shape(options.batch(), shape.channels(), shape.height(), shape.width());
  }

  /**
   * What a network's turn measured.
   *
   * @param measures means over the batch; the first is the adversarial loss
   */
  private record Turn(NDArray measures, Clipped gradient) {}

  /**
   * A turn of the discriminator.
   *
   * @param realLogits the logits of the real images before it, (N)
   */
  private record DiscriminatorTurn(Turn turn, NDArray realLogits) {}

  private DiscriminatorTurn improveDiscriminator(NDArray real, NDArray fake, NDArray labels) {
    GradientSum sum = new GradientSum(real.getManager());
    NDList realLogits = new NDList();
    for (Piece piece : pieces) {
      try (NDManager scope = real.getManager().newSubManager()) {
        NDArray logits =
            addDiscriminator(
                sum, piece, piece.of(real, scope), piece.of(fake, scope), piece.of(labels, scope));
        logits.attach(real.getManager());
        realLogits.add(logits);
      }
    }
    Clipped clipped = clipping.clip(sum.taken());
    players
        .discriminatorPlayer()
        .update(clipped.gradients(), players.state().steps() + 1, rates(1));
    return new DiscriminatorTurn(new Turn(sum.measures(), clipped), NDArrays.concat(realLogits));
  }

  /** Adds the gradients of a piece, of which real, fake and labels are; returns the real logits. */
  private NDArray addDiscriminator(
      GradientSum sum, Piece piece, NDArray real, NDArray fake, NDArray labels) {
    double gamma = options.gamma().at(images());
    boolean penalised = gamma > 0 && players.state().steps() % loss.penaltyEvery() == 0;
    NDArray realImages = penalised ? Torch.leaf(real) : real;
    NDArray fakeImages = penalised && loss.r2() ? Torch.leaf(fake) : fake;
    NDArray logits = judgeBoth(piece, realImages, fakeImages, labels);
    NDList halves = logits.split(2);
    NDArray realLogits = halves.get(0);
    NDArray fakeLogits = halves.get(1);
    NDArray adversarial = loss.adversarial().discriminator(realLogits, fakeLogits);

    NDList weights = players.discriminatorPlayer().weights();
    NDArray r1 = real.getManager().create(Float.NaN);
    NDArray r2 = r1;
    Taken taken;
    if (penalised) {
      NDList images = loss.r2() ? new NDList(realImages, fakeImages) : new NDList(realImages);
      NDList penalties = GradientPenalty.of(logits, images);
      r1 = penalties.get(0);
      NDArray penalty = r1;
      if (loss.r2()) {
        r2 = penalties.get(1);
        penalty = r1.add(r2);
      }
      penalty = Torch.scale(piece.share(penalty), gamma / 2 * loss.penaltyEvery());
      taken = clipping.take(piece.share(adversarial), penalty, weights);
    } else {
      taken = clipping.take(piece.share(adversarial), weights);
    }
    NDArray pairSign = realLogits.sub(fakeLogits).sign().mean();
    sum.add(
        piece,
        taken,
        new NDList(adversarial, realLogits.mean(), fakeLogits.mean(), pairSign, r1, r2));
    return Torch.detach(realLogits);
  }

  private record GeneratorTurn(Turn turn, NDArray norm, NDArray penalty, NDArray penaltyNorm) {}

  private GeneratorTurn improveGenerator(
      NDArray realLogits, NDArray fake, NDArray latents, NDArray labels) {
    NDManager owner = fake.getManager();
    Player player = players.generatorPlayer();
    GradientSum sum = new GradientSum(owner);
    for (Piece piece : pieces) {
      try (NDManager scope = owner.newSubManager()) {
        NDArray made = piece.isWhole() ? fake : fake(piece, latents, labels, scope);
        addGenerator(sum, piece, piece.of(realLogits, scope), made, piece.of(labels, scope));
      }
    }

    // The weight penalty's gradient is taken apart, to tell its share.
    NDList gradients = sum.taken().gradients();
    NDArray norm = Torch.norm(owner, gradients);
    WeightPenalty weightPenalty = new WeightPenalty(lambda(), loss.l1(), loss.l2Form());
    NDArray penalty = weightPenalty.of(fake, players.generator().penalised(), options.batch());
    NDList penalties = Torch.gradients(penalty, player.weights());
    NDArray penaltyNorm = Torch.norm(owner, penalties);
    Clipped clipped = clipping.clip(new Taken(gradients, penalties));
    AdamRates rates = rates(options.generatorRate());
    player.update(clipped.gradients(), players.state().steps() + 1, rates);
    return new GeneratorTurn(new Turn(sum.measures(), clipped), norm, penalty, penaltyNorm);
  }

  /** Adds the gradients of a piece, of which logits, fake images and labels are. */
  private void addGenerator(
      GradientSum sum, Piece piece, NDArray realLogits, NDArray fake, NDArray labels) {
    NDArray fakeLogits = judge(piece, fake, Shown.FAKE_AGAIN, labels);
    NDArray adversarial = loss.adversarial().generator(realLogits, fakeLogits);
    NDList weights = players.generatorPlayer().weights();
    sum.add(piece, clipping.take(piece.share(adversarial), weights), new NDList(adversarial));
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
   * Returns the logits (2 N) of real images, then of fake ones. One pass over all of them takes
   * half as many operations; but images that are normalised together tell on each other.
   */
  private NDArray judgeBoth(Piece piece, NDArray real, NDArray fake, NDArray labels) {
    if (shape.family().discriminatorNormalises()) {
      NDArray realLogits = judge(piece, real, Shown.REAL, labels);
      return realLogits.concat(judge(piece, fake, Shown.FAKE, labels));
    }
    NDArray seen = seen(piece, real, Shown.REAL).concat(seen(piece, fake, Shown.FAKE));
    return players.discriminator().forward(seen, labels.concat(labels), true);
  }

  private NDArray judge(Piece piece, NDArray images, Shown which, NDArray labels) {
    return players.discriminator().forward(seen(piece, images, which), labels, true);
  }

  /**
   * Returns images after augmentation. Penalties are taken for the images as they were before it,
   * as in ADA and R3GAN: what must not be steep is what the generator climbs.
   */
  private NDArray seen(Piece piece, NDArray images, Shown which) {
    long index = 4 * drawIndex() + which.number;
    RandomStream random = RandomStream.of(seed, Purpose.AUGMENTATION, index);
    return augmentation.apply(images, piece.from(), piece.batch(), augmentProbability(), random);
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
  private StepReport report(Turn d, GeneratorTurn g, Outcome outcome, double learningRate) {
    Clipped generator = g.turn.gradient;
    NDList scalars = new NDList(d.gradient.norm(), d.gradient.bounded());
    scalars.addAll(
        new NDList(generator.norm(), generator.bounded(), g.penalty, g.norm, g.penaltyNorm));
    scalars.addAll(new NDList(outcome.weightNorm, outcome.realVariety, outcome.fakeVariety));
    NDArray rest = NDArrays.stack(scalars);
    NDArray all = NDArrays.concat(new NDList(d.measures, g.turn.measures, rest));
    return StepReport.of(
        all.toFloatArray(),
        loss.clipAt(),
        learningRate,
        augmentProbability(),
        loss.adaptiveL2().enabled() ? lambda() : Double.NaN);
  }
}
