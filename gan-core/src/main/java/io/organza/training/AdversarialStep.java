package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.loss.GradientClipping.Clipped;
import io.organza.loss.GradientClipping.Taken;
import io.organza.loss.LossOptions;
import io.organza.loss.WeightPenalty;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.Torch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One step of adversarial training: on the same real and fake images first the discriminator
 * improves, then the generator, against the improved discriminator.
 *
 * <p>The batch is computed in micro-batches, one after another on each device, and the devices at
 * once. Gradients are sums over the micro-batches, and only the first device learns.
 */
final class AdversarialStep implements AutoCloseable {

  private final Adversaries adversaries;
  private final StepRules rules;
  private final DeviceThreads devices;
  private List<List<MicroBatch>> shares;

  AdversarialStep(Adversaries adversaries, StepRules rules) {
    this.adversaries = adversaries;
    this.rules = rules;
    devices = new DeviceThreads(adversaries.networks().size());
    TrainingOptions options = rules.options();
    shares =
        MicroBatch.shares(options.batch(), adversaries.networks().size(), options.microBatch());
  }

  /** Returns how many images at most are computed at once. */
  int mostAtOnce() {
    return shares.stream().flatMap(List::stream).mapToInt(MicroBatch::size).max().orElseThrow();
  }

  /**
   * Computes half as many images at once from now on.
   *
   * @return how many at most; 0 if that cannot be, because it is one already, or the networks
   *     normalise batches
   */
  int halve() {
    int most = mostAtOnce();
    if (most == 1 || rules.shape().family().normalisesBatches()) {
      return 0;
    }
    int half = (most + 1) / 2;
    shares = MicroBatch.shares(rules.options().batch(), shares.size(), half);
    return half;
  }

  /**
   * Takes the step that follows the adversaries' state, on real images; returns what it measured.
   *
   * @throws IllegalArgumentException if they are not as many as the options say, of their shape
   */
  Measured take(RealBatch batch) {
    NetworkOptions shape = rules.shape();
    int images = rules.options().batch();
    int values = Math.multiplyExact(images, shape.channels() * shape.height() * shape.width());
    if (batch.pixels().length != values) {
      throw new IllegalArgumentException(
          "a batch of %d images of %dx%dx%d must have %d values, got %d"
              .formatted(
                  images,
                  shape.width(),
                  shape.height(),
                  shape.channels(),
                  values,
                  batch.pixels().length));
    }
    adversaries.spreadGenerator();
    adversaries.spreadDiscriminator();
    List<NDManager> scopes =
        adversaries.networks().stream()
            .map(networks -> networks.manager().newSubManager())
            .toList();
    try {
      return Torch.recorded(() -> take(batch, scopes));
    } finally {
      scopes.forEach(NDManager::close);
    }
  }

  private Measured take(RealBatch batch, List<NDManager> scopes) {
    List<List<MicroBatchStep>> microBatches =
        devices.each(device -> begin(device, batch, scopes.get(device)));
    Map<Measure, NDArray> measures = new EnumMap<>(Measure.class);
    improveDiscriminator(microBatches, scopes, measures);
    improveGenerator(microBatches, scopes, measures);
    adversaries.updateAverage(rules.averageWeight());
    measureOutcome(microBatches, scopes.get(0), measures);
    Measured measured = read(measures);
    int images = rules.options().batch();
    TrainingState state = adversaries.state();
    state.advance(images, batch.labels());
    TrainingProgress progress = state.progress();
    double probability =
        rules
            .options()
            .augment()
            .adapt(progress.augmentProbability(), measured.get(Measure.PAIR_SIGN), images);
    state.setProgress(progress.withAugmentProbability(probability));
    return measured;
  }

  private List<MicroBatchStep> begin(int device, RealBatch batch, NDManager scope) {
    List<MicroBatch> share = shares.get(device);
    Networks networks = adversaries.networks().get(device);
    // Of several micro-batches each needs the memory for itself.
    boolean kept = share.size() == 1;
    return share.stream()
        .map(microBatch -> new MicroBatchStep(rules, microBatch, networks, batch, kept, scope))
        .toList();
  }

  /** Returns the gradients of all micro-batches, in the scope of the first device. */
  private GradientSum sum(
      List<List<MicroBatchStep>> microBatches,
      List<NDManager> scopes,
      BiConsumer<MicroBatchStep, GradientSum> turn) {
    List<GradientSum> sums =
        devices.each(
            device -> {
              GradientSum sum = new GradientSum(scopes.get(device));
              microBatches.get(device).forEach(microBatch -> turn.accept(microBatch, sum));
              return sum;
            });
    GradientSum all = sums.get(0);
    sums.stream().skip(1).forEach(all::add);
    return all;
  }

  private void improveDiscriminator(
      List<List<MicroBatchStep>> microBatches,
      List<NDManager> scopes,
      Map<Measure, NDArray> measures) {
    GradientSum sum = sum(microBatches, scopes, MicroBatchStep::addDiscriminator);
    Clipped clipped = rules.clipping().clip(sum.taken());
    adversaries
        .discriminatorAdam()
        .step(clipped.gradients(), adversaries.state().steps() + 1, rules.rates(1));
    adversaries.spreadDiscriminator();
    measures.putAll(sum.measures());
    measures.put(Measure.DISCRIMINATOR_GRADIENT, clipped.norm());
    measures.put(Measure.DISCRIMINATOR_BOUNDED, clipped.bounded());
  }

  private void improveGenerator(
      List<List<MicroBatchStep>> microBatches,
      List<NDManager> scopes,
      Map<Measure, NDArray> measures) {
    NDManager owner = scopes.get(0);
    GradientSum sum = sum(microBatches, scopes, MicroBatchStep::addGenerator);

    // The weight penalty's gradient is taken apart, to tell its share.
    NDList gradients = sum.taken().gradients();
    NDArray norm = Torch.norm(owner, gradients);
    LossOptions loss = rules.loss();
    Generator generator = adversaries.generator();
    WeightPenalty.Taken penalty =
        new WeightPenalty(rules.lambda(), loss.l1(), loss.l2Form())
            .take(owner, generator.trained(), generator.penalised(), rules.options().batch());
    measures.put(Measure.ADVERSARIAL_GRADIENT, norm);
    measures.put(Measure.WEIGHT_PENALTY, penalty.value());
    measures.put(Measure.WEIGHT_PENALTY_GRADIENT, Torch.norm(owner, penalty.gradients()));
    Clipped clipped = rules.clipping().clip(new Taken(gradients, penalty.gradients()));
    adversaries
        .generatorAdam()
        .step(
            clipped.gradients(),
            adversaries.state().steps() + 1,
            rules.rates(rules.options().generatorRate()));
    measures.putAll(sum.measures());
    measures.put(Measure.GENERATOR_GRADIENT, clipped.norm());
    measures.put(Measure.GENERATOR_BOUNDED, clipped.bounded());
  }

  private void measureOutcome(
      List<List<MicroBatchStep>> microBatches, NDManager scope, Map<Measure, NDArray> measures) {
    measures.put(Measure.WEIGHTS, Torch.norm(scope, adversaries.networks().get(0).tensors()));
    measures.put(
        Measure.REAL_VARIETY,
        Torch.variety(scope, batch(microBatches, scope, MicroBatchStep::real)));
    measures.put(
        Measure.FAKE_VARIETY,
        Torch.variety(scope, batch(microBatches, scope, MicroBatchStep::fake)));
  }

  /** Returns what all micro-batches have of something, as one array on the first device. */
  private static NDArray batch(
      List<List<MicroBatchStep>> microBatches,
      NDManager scope,
      Function<MicroBatchStep, NDArray> part) {
    NDList parts = new NDList();
    microBatches.forEach(share -> share.forEach(microBatch -> parts.add(part.apply(microBatch))));
    return parts.size() == 1
        ? parts.head()
        : NDArrays.concat(parts.toDevice(scope.getDevice(), false));
  }

  /** Reads what was measured from the device at once, and adds what it and the rules tell. */
  private Measured read(Map<Measure, NDArray> measures) {
    float[] numbers = NDArrays.stack(new NDList(measures.values())).toFloatArray();
    Measured read = new Measured();
    int number = 0;
    for (Measure measure : measures.keySet()) {
      read.put(measure, numbers[number++]);
    }
    double clipAt = rules.loss().clipAt();
    boolean discriminatorClipped = read.get(Measure.DISCRIMINATOR_BOUNDED) > clipAt;
    boolean generatorClipped = read.get(Measure.GENERATOR_BOUNDED) > clipAt;
    read.put(Measure.DISCRIMINATOR_CLIPPED, discriminatorClipped ? 1 : 0);
    read.put(Measure.GENERATOR_CLIPPED, generatorClipped ? 1 : 0);
    double penalty = read.get(Measure.WEIGHT_PENALTY_GRADIENT);
    double adversarial = read.get(Measure.ADVERSARIAL_GRADIENT);
    read.put(Measure.WEIGHT_PENALTY_SHARE, penalty / (adversarial + penalty));
    double realVariety = read.get(Measure.REAL_VARIETY);
    if (realVariety > 0) {
      read.put(Measure.VARIETY, read.get(Measure.FAKE_VARIETY) / realVariety);
    }
    read.put(Measure.LEARNING_RATE, rules.rates(1).learningRate());
    read.put(Measure.AUGMENT_PROBABILITY, rules.augmentProbability());
    if (rules.loss().adaptiveL2().enabled()) {
      read.put(Measure.LAMBDA, rules.lambda());
    }
    return read;
  }

  @Override
  public void close() {
    devices.close();
  }
}
