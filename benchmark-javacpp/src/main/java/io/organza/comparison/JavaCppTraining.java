package io.organza.comparison;

import io.organza.comparison.JavaCppNetwork.Format;
import io.organza.comparison.JavaCppNetwork.Weights;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.training.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The same step for JavaCPP's PyTorch, as its users would write it: eager, freed by a scope for
 * each step, with the library's own Adam and clipping.
 *
 * <p>The weights of convolutions are cast once for each network's turn. Of what Organza measures
 * beside, it reads the two losses only.
 */
@SuppressWarnings("try") // Scopes, guards and collectors work by being open.
final class JavaCppTraining implements Training {

  private final Task task = new Task();
  private final LossOptions loss = Task.config().loss();
  private final long latentSize = Task.config().network().latentSize();
  private final JavaCppGenerator generator;
  private final JavaCppDiscriminator discriminator;
  private final TensorVector generatorWeights;
  private final TensorVector discriminatorWeights;
  private final Adam generatorAdam;
  private final Adam discriminatorAdam;
  private final Tensor[] average;
  private final int chunk;
  private long step;

  JavaCppTraining(Format format, int chunk) {
    this.chunk = chunk;
    loadLibraries();
    NetworkOptions network = Task.config().network();
    TrainingOptions options = Task.config().training();
    generator = new JavaCppGenerator(network, format, Task.SEED);
    discriminator = new JavaCppDiscriminator(network, format, ~Task.SEED);
    generatorWeights = generator.trained();
    discriminatorWeights = discriminator.trained();
    double rate = options.learningRate().at(0);
    generatorAdam = adam(generatorWeights, rate * options.generatorRate(), options);
    discriminatorAdam = adam(discriminatorWeights, rate, options);
    average = generator.tensors();
    for (int i = 0; i < average.length; i++) {
      average[i] = average[i].detach().clone();
    }
  }

  /**
   * Unpacks all libraries before the first is loaded: else a PyTorch that the system has is taken
   * for those that are not there yet.
   */
  private static void loadLibraries() {
    try {
      Loader.cacheResources("/org/bytedeco/pytorch/" + Loader.getPlatform() + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Adam adam(TensorVector weights, double rate, TrainingOptions options) {
    AdamOptions adam = new AdamOptions(rate);
    // A C++ tuple: its last element lies first.
    adam.betas().put(options.beta2().at(0), options.beta1());
    return new Adam(weights, adam);
  }

  @Override
  public void train(int chunks, Listener listener) {
    Training.takeSteps(chunks, chunk, this::takeStep, listener);
  }

  private Losses takeStep() {
    try (PointerScope scope = new PointerScope()) {
      Tensor real = Tensor.create(task.pixels(step), Task.pixelShape());
      Tensor fake = generator.forward(latents(), generator.weights());
      DiscriminatorTurn turn = improveDiscriminator(real, fake.detach());
      double generatorLoss = improveGenerator(turn.realLogits, fake);
      updateAverage();
      step++;
      return new Losses(turn.loss, generatorLoss);
    }
  }

  /** Organza's while losses are compared, then the library's own, which are faster. */
  private Tensor latents() {
    return step < Task.COMPARED_STEPS
        ? Tensor.create(Task.latents(step), Task.batch(), latentSize)
        : torch.randn(Task.batch(), latentSize);
  }

  /** The discriminator's loss, and the logits of real images before it learned from them. */
  private record DiscriminatorTurn(double loss, Tensor realLogits) {}

  private DiscriminatorTurn improveDiscriminator(Tensor real, Tensor fake) {
    boolean penalised = Task.isPenalised(step);
    real.set_requires_grad(penalised);
    fake.set_requires_grad(penalised);
    Weights weights = discriminator.weights();
    Tensor realLogits = discriminator.forward(real, weights);
    Tensor fakeLogits = discriminator.forward(fake, weights);
    Tensor adversarial = overall(torch.softplus(fakeLogits.sub(realLogits)).mean(0));
    Tensor total = adversarial;
    if (penalised) {
      Tensor penalty =
          squaredGradientNorm(realLogits, real).add(squaredGradientNorm(fakeLogits, fake));
      total = adversarial.add(penalty.mul(new Scalar(Task.penaltyWeight())));
    }
    update(discriminatorAdam, discriminatorWeights, total);
    return new DiscriminatorTurn(adversarial.item_float(), realLogits.detach());
  }

  /** Returns the mean of (..., 2) over both judgements, by their shares. */
  private static Tensor overall(Tensor ofJudgements) {
    return ofJudgements.mul(Tensor.create(Task.judgementShares())).sum(-1);
  }

  /** Returns the mean over images of the squared norm of the gradient, differentiable. */
  private static Tensor squaredGradientNorm(Tensor logits, Tensor images) {
    TensorVector gradient =
        torch.grad(
            new TensorVector(overall(logits).sum()),
            new TensorVector(images),
            new TensorVector(),
            new BoolOptional(true),
            true,
            false);
    return gradient.get(0).square().sum(1, 2, 3).mean();
  }

  private double improveGenerator(Tensor realLogits, Tensor fake) {
    Tensor fakeLogits = discriminator.forward(fake, discriminator.frozenWeights());
    Tensor adversarial = overall(torch.softplus(realLogits.sub(fakeLogits)).mean(0));
    update(generatorAdam, generatorWeights, adversarial.add(weightPenalty()));
    return adversarial.item_float();
  }

  private Tensor weightPenalty() {
    Tensor sum = new Tensor();
    for (Tensor weight : generator.penalised()) {
      Tensor squares = weight.square().sum();
      sum = sum.defined() ? sum.add(squares) : squares;
    }
    return sum.mul(new Scalar(loss.l2()));
  }

  private void update(Adam adam, TensorVector weights, Tensor total) {
    adam.zero_grad();
    total.backward();
    torch.clip_grad_norm_(weights, loss.clipAt());
    adam.step();
  }

  private void updateAverage() {
    Scalar weight = new Scalar(Task.averageWeight());
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor[] tensors = generator.tensors();
      for (int i = 0; i < average.length; i++) {
        average[i].lerp_(tensors[i], weight);
      }
    }
  }

  @Override
  public List<SortedMap<String, String>> shapes() {
    return List.of(generator.shapes(), discriminator.shapes());
  }

  /** All that is left goes with the process. */
  @Override
  public void close() {}
}
