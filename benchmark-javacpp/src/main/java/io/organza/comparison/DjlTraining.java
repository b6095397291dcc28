package io.organza.comparison;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.training.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * As much of the step as DJL's trainers, collector, Adam and blocks can do, eager and in float32.
 *
 * <p>No R1 and R2, for the collector takes no gradients of gradients. The L2 penalty is Adam's
 * weight decay. Clipping and the moving average are written in operations on arrays.
 */
@SuppressWarnings("try") // Scopes, guards and collectors work by being open.
final class DjlTraining implements Training {

  private final Task task = new Task();
  private final LossOptions loss = Task.config().loss();
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Trainer generator;
  private final Trainer discriminator;
  private final NDList average = new NDList();
  private final int chunk;
  private long step;

  DjlTraining(int chunk) {
    this.chunk = chunk;
    NetworkOptions network = Task.config().network();
    TrainingOptions options = Task.config().training();
    manager.getEngine().setRandomSeed((int) Task.SEED);
    double rate = options.learningRate().at(0);
    generator =
        trainer(
            DjlNetworks.generator(network),
            new Shape(1, network.latentSize()),
            adam(rate * options.generatorRate(), 2 * loss.l2()));
    discriminator =
        trainer(DjlNetworks.discriminator(network), new Shape(Task.pixelShape()), adam(rate, 0));
    weights(generator).forEach(weight -> average.add(weight.duplicate()));
  }

  private static Adam adam(double rate, double weightDecay) {
    TrainingOptions options = Task.config().training();
    return Adam.builder()
        .optBeta1((float) options.beta1())
        .optBeta2((float) options.beta2().at(0))
        .optLearningRateTracker(Tracker.fixed((float) rate))
        .optWeightDecays((float) weightDecay)
        .build();
  }

  private static Trainer trainer(Block block, Shape input, Adam adam) {
    Model model = Model.newInstance("player", Device.cpu(), "PyTorch");
    model.setBlock(block);
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.l2Loss())
            .optOptimizer(adam)
            .optDevices(new Device[] {Device.cpu()});
    Trainer trainer = model.newTrainer(config);
    trainer.initialize(input);
    return trainer;
  }

  private static NDList weights(Trainer trainer) {
    NDList weights = new NDList();
    for (Parameter parameter : trainer.getModel().getBlock().getParameters().values()) {
      if (parameter.requiresGradient()) {
        weights.add(parameter.getArray());
      }
    }
    return weights;
  }

  @Override
  public void train(int chunks, Listener listener) {
    Training.takeSteps(chunks, chunk, this::takeStep, listener);
  }

  private Losses takeStep() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray real = scope.create(task.pixels(step), new Shape(Task.pixelShape()));
      NDArray latents =
          scope.randomNormal(new Shape(Task.batch(), Task.config().network().latentSize()));
      NDArray fake = fake(latents);
      DiscriminatorTurn turn = improveDiscriminator(real, fake.stopGradient());
      double generatorLoss = improveGenerator(turn.realLogits, fake);
      updateAverage();
      step++;
      return new Losses(turn.loss, generatorLoss);
    }
  }

  private NDArray fake(NDArray latents) {
    try (GradientCollector collector = generator.newGradientCollector()) {
      return forward(generator, latents);
    }
  }

  private static NDArray forward(Trainer trainer, NDArray x) {
    return trainer.forward(new NDList(x)).singletonOrThrow();
  }

  /** The discriminator's loss, and the logits of real images before it learned from them. */
  private record DiscriminatorTurn(double loss, NDArray realLogits) {}

  private DiscriminatorTurn improveDiscriminator(NDArray real, NDArray fake) {
    NDArray adversarial;
    NDArray realLogits;
    try (GradientCollector collector = discriminator.newGradientCollector()) {
      realLogits = forward(discriminator, real);
      NDArray fakeLogits = forward(discriminator, fake);
      adversarial = overall(Activation.softPlus(fakeLogits.sub(realLogits)));
      collector.backward(adversarial);
    }
    update(discriminator);
    return new DiscriminatorTurn(adversarial.getFloat(), realLogits.stopGradient());
  }

  /** Returns the mean of losses (N, 2) over images, and over both judgements by their shares. */
  private static NDArray overall(NDArray losses) {
    NDArray shares = losses.getManager().create(Task.judgementShares());
    return losses.mean(new int[] {0}).mul(shares).sum();
  }

  private double improveGenerator(NDArray realLogits, NDArray fake) {
    Block judge = discriminator.getModel().getBlock();
    judge.freezeParameters(true);
    NDArray adversarial;
    try (GradientCollector collector = generator.newGradientCollector()) {
      NDArray fakeLogits = forward(discriminator, fake);
      adversarial = overall(Activation.softPlus(realLogits.sub(fakeLogits)));
      collector.backward(adversarial);
    }
    judge.freezeParameters(false);
    update(generator);
    return adversarial.getFloat();
  }

  /** Clips by the norm of the whole gradient, and takes a step of Adam. */
  private void update(Trainer trainer) {
    try (NDManager scope = manager.newSubManager()) {
      NDList gradients = new NDList();
      double squares = 0;
      for (NDArray weight : weights(trainer)) {
        NDArray gradient = weight.getGradient();
        gradient.attach(scope);
        gradients.add(gradient);
        squares += gradient.square().sum().getFloat();
      }
      double norm = Math.sqrt(squares);
      if (norm > loss.clipAt()) {
        NDArray factor = scope.create((float) (loss.clipAt() / norm));
        gradients.forEach(gradient -> gradient.muli(factor));
      }
    }
    trainer.step();
  }

  private void updateAverage() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray weight = scope.create((float) Task.averageWeight());
      NDArray rest = scope.create((float) (1 - Task.averageWeight()));
      List<NDArray> weights = weights(generator);
      for (int i = 0; i < average.size(); i++) {
        average.get(i).muli(rest);
        try (NDArray part = weights.get(i).mul(weight)) {
          average.get(i).addi(part);
        }
      }
    }
  }

  @Override
  public List<SortedMap<String, String>> shapes() {
    List<SortedMap<String, String>> shapes = new ArrayList<>();
    for (Trainer trainer : List.of(generator, discriminator)) {
      SortedMap<String, String> own = new TreeMap<>();
      weights(trainer)
          .forEach(weight -> own.put(String.valueOf(own.size()), weight.getShape().toString()));
      shapes.add(own);
    }
    return shapes;
  }

  @Override
  public void close() {
    generator.close();
    discriminator.close();
    manager.close();
  }
}
