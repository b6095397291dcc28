package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.organza.torch.Torch;
import io.organza.torch.Torch.AdamRates;
import io.organza.torch.Torch.AdamTensors;
import java.util.SortedMap;
import java.util.TreeMap;

/** One of the two networks' weights, and the moments that Adam keeps of their gradients. */
final class Player {

  private final SortedMap<String, NDArray> first = new TreeMap<>();
  private final SortedMap<String, NDArray> second = new TreeMap<>();
  private final SortedMap<String, NDArray> weights;

  /**
   * Creates a player that has not learned anything.
   *
   * @param weights the network's trained parameters by name
   */
  Player(SortedMap<String, NDArray> weights) {
    this.weights = weights;
    weights.forEach(
        (name, weight) -> {
          first.put(name, Torch.zerosLike(weight));
          second.put(name, Torch.zerosLike(weight));
        });
  }

  /** Returns the trained parameters. */
  NDList weights() {
    return new NDList(weights.values());
  }

  /** Takes a step of Adam along the gradients of {@link #weights}. */
  void update(NDList gradients, long step, AdamRates rates) {
    Torch.adam(
        new AdamTensors(
            weights(), gradients, new NDList(first.values()), new NDList(second.values())),
        step,
        rates);
  }

  /** Puts the moments under names that begin with the group's. */
  void collect(String group, SortedMap<String, NDArray> tensors) {
    first.forEach((name, array) -> tensors.put(group + "/first." + name, array));
    second.forEach((name, array) -> tensors.put(group + "/second." + name, array));
  }
}
