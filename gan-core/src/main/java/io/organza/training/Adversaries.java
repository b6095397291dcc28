package io.organza.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.network.Discriminator;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.SortedMap;
import java.util.TreeMap;

/** The two networks, what the optimizer keeps of each, and the generator's moving average. */
final class Adversaries implements AutoCloseable {

  private final NDManager manager;
  private final Generator generator;
  private final Discriminator discriminator;
  private final Player generatorPlayer;
  private final Player discriminatorPlayer;
  private final Generator average;
  private final TrainingState state;

  /** Creates networks with the initial weights of the seed, in memory of the device. */
  Adversaries(NetworkOptions options, Precision precision, long seed, Device device) {
    manager = NDManager.newBaseManager(device, "PyTorch");
    generator = new Generator(options, precision, seed);
    generator.initialize(manager);
    discriminator = new Discriminator(options, precision, ~seed);
    discriminator.initialize(manager);
    generatorPlayer = new Player(generator.trained());
    discriminatorPlayer = new Player(discriminator.trained());
    average = new Generator(options, precision, seed);
    average.initialize(manager);

    SortedMap<String, NDArray> tensors = new TreeMap<>();
    generator.tensors().forEach((name, array) -> tensors.put("generator/" + name, array));
    discriminator.tensors().forEach((name, array) -> tensors.put("discriminator/" + name, array));
    average.tensors().forEach((name, array) -> tensors.put("ema/" + name, array));
    generatorPlayer.collect("generator-adam", tensors);
    discriminatorPlayer.collect("discriminator-adam", tensors);
    state = new TrainingState(tensors);
  }

  Generator generator() {
    return generator;
  }

  Discriminator discriminator() {
    return discriminator;
  }

  /** Returns the weights and running statistics of both networks. */
  NDList networkTensors() {
    NDList tensors = new NDList(generator.tensors().values());
    tensors.addAll(discriminator.tensors().values());
    return tensors;
  }

  Player generatorPlayer() {
    return generatorPlayer;
  }

  Player discriminatorPlayer() {
    return discriminatorPlayer;
  }

  TrainingState state() {
    return state;
  }

  /** Returns the owner of all tensors of the state; those of a step belong to a scope below it. */
  NDManager manager() {
    return manager;
  }

  /** Moves the weights of the average towards the generator's, by the weight, 0 to 1. */
  void updateAverage(double weight) {
    NDList weights = new NDList(average.trained().values());
    Torch.lerp(weights, new NDList(generator.trained().values()), weight);
  }

  /**
   * Moves the running statistics of the average, if it has any, towards those of the features that
   * it makes of some latents itself.
   *
   * <p>They are not the averages of the generator's: averaged weights make other features, of less
   * variance.
   */
  void gatherStatistics(NDArray latents, NDArray labels) {
    Torch.unrecorded(() -> average.forward(latents, labels, true));
  }

  @Override
  public void close() {
    manager.close();
  }
}
