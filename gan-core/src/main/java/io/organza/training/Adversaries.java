package io.organza.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.network.Discriminator;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.AdamOptimizer;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The two networks, what the optimizer keeps of each, and the generator's moving average, all on
 * the first device; and a copy of the networks on each other one, to compute with.
 */
final class Adversaries implements AutoCloseable {

  private final List<Networks> networks;
  private final AdamOptimizer generatorAdam;
  private final AdamOptimizer discriminatorAdam;
  private final Generator average;
  private final TrainingState state;

  /** Creates networks with the initial weights of the seed, in memory of the devices. */
  Adversaries(NetworkOptions options, Precision precision, long seed, List<Device> devices) {
    networks =
        devices.stream().map(device -> Networks.of(options, precision, seed, device)).toList();
    generatorAdam = new AdamOptimizer(new NDList(generator().trained().values()));
    discriminatorAdam = new AdamOptimizer(new NDList(discriminator().trained().values()));
    average = new Generator(options, precision, seed);
    average.initialize(manager());

    SortedMap<String, NDArray> tensors = new TreeMap<>();
    generator().tensors().forEach((name, array) -> tensors.put("generator/" + name, array));
    discriminator().tensors().forEach((name, array) -> tensors.put("discriminator/" + name, array));
    average.tensors().forEach((name, array) -> tensors.put("ema/" + name, array));
    addMoments("generator-adam/", generator().trained(), generatorAdam, tensors);
    addMoments("discriminator-adam/", discriminator().trained(), discriminatorAdam, tensors);
    AverageStatistics statistics = new AverageStatistics(average, options, seed, manager());
    state = new TrainingState(tensors, statistics::gather);
  }

  /** Adds the moments of weights, under names that begin with the group's. */
  private static void addMoments(
      String group,
      SortedMap<String, NDArray> weights,
      AdamOptimizer adam,
      SortedMap<String, NDArray> tensors) {
    List<String> names = List.copyOf(weights.keySet());
    for (int i = 0; i < names.size(); i++) {
      tensors.put(group + "first." + names.get(i), adam.first().get(i));
      tensors.put(group + "second." + names.get(i), adam.second().get(i));
    }
  }

  /** Returns the networks on each device; those on the first are the ones that are trained. */
  List<Networks> networks() {
    return networks;
  }

  Generator generator() {
    return networks.get(0).generator();
  }

  Discriminator discriminator() {
    return networks.get(0).discriminator();
  }

  /** Gives the generators on all devices the weights of the first, before they compute. */
  void spreadGenerator() {
    spread(each -> each.generator().tensors());
  }

  /** Gives the discriminators on all devices the weights of the first, before they compute. */
  void spreadDiscriminator() {
    spread(each -> each.discriminator().tensors());
  }

  private void spread(Function<Networks, SortedMap<String, NDArray>> tensors) {
    NDList first = new NDList(tensors.apply(networks.get(0)).values());
    networks.stream()
        .skip(1)
        .forEach(other -> Torch.copyAll(new NDList(tensors.apply(other).values()), first));
  }

  AdamOptimizer generatorAdam() {
    return generatorAdam;
  }

  AdamOptimizer discriminatorAdam() {
    return discriminatorAdam;
  }

  TrainingState state() {
    return state;
  }

  /** Returns the owner of all tensors of the state; those of a step belong to a scope below it. */
  NDManager manager() {
    return networks.get(0).manager();
  }

  /** Moves the weights of the average towards the generator's, by the weight, 0 to 1. */
  void updateAverage(double weight) {
    NDList weights = new NDList(average.trained().values());
    Torch.lerp(weights, new NDList(generator().trained().values()), weight);
  }

  @Override
  public void close() {
    networks.forEach(Networks::close);
  }
}
