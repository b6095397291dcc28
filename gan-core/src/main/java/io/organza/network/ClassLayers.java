package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.organza.torch.Torch;

/** Makes the layers at which an image's class enters; without classes they let nothing in. */
final class ClassLayers {

  private final Network network;
  private final NetworkOptions options;

  ClassLayers(Network network, NetworkOptions options) {
    this.network = network;
    this.options = options;
  }

  /**
   * Puts a learned vector of the class beside z: (N, latentSize) to (N, stemInputs).
   *
   * <p>The vector is as long as z, and standard normal at the beginning as z is, so that both have
   * the same part in what follows.
   */
  void addClassBesideLatent() {
    if (options.conditional()) {
      Parameter vectors = network.embedding("class.embedding", 0, 1, options.latentSize());
      network.add((z, pass) -> z.concat(Torch.embed(pass.labels(), vectors.getArray()), 1));
    }
  }

  /**
   * A linear map of features (N, F) to logits (N, 1), plus the inner product of the features with a
   * learned vector of the class: the projection discriminator (Miyato and Koyama, "cGANs with
   * projection discriminator", ICLR 2018).
   *
   * <p>The vectors begin as large as the linear map. Had they to grow from 0, the generator would
   * long ignore the class.
   */
  Layer logits(double deviation, int features) {
    Parameter linear = network.weight("head.linear", deviation, 1, features);
    Layer shared = (x, pass) -> Torch.linear(x, linear.getArray());
    if (!options.conditional()) {
      return shared;
    }
    Parameter vectors = network.embedding("class.projection", 0, deviation, features);
    return (x, pass) -> {
      NDArray own = Torch.innerProduct(x, Torch.embed(pass.labels(), vectors.getArray()));
      return shared.apply(x, pass).add(own.reshape(-1, 1));
    };
  }
}
