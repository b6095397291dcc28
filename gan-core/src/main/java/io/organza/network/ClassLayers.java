package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.organza.torch.Torch;

/** Makes the layers at which an image's class enters; without classes they let nothing in. */
final class ClassLayers {

  /**
   * The deviation of a class's numbers at the beginning; that of z, and of normalised features, is
   * 1.
   */
  private static final double CLASS_DEVIATION = 0.2;

  private final Network network;
  private final NetworkOptions options;

  ClassLayers(Network network, NetworkOptions options) {
    this.network = network;
    this.options = options;
  }

  /**
   * Puts a learned vector of the class beside z: (N, latentSize) to (N, stemInputs).
   *
   * <p>The vector is as long as z, but of smaller numbers: as large as z it takes half of all
   * variance from it. Measured in the classic generator, before it had {@link #scaleAndShift}:
   * images are then less varied, and their Frechet distance is 1.6 times as large.
   */
  void addClassBesideLatent() {
    if (options.conditional()) {
      Parameter vectors =
          network.embedding("class.embedding", 0, CLASS_DEVIATION, options.latentSize());
      network.add((z, pass) -> z.concat(Torch.embed(pass.labels(), vectors.getArray()), 1));
    }
  }

  /**
   * Scales and moves each channel by numbers that the class has learned. After batch normalisation
   * this is conditional batch normalisation (de Vries et al., "Modulating early visual processing
   * by language", NeurIPS 2017), as in the generator of Miyato and Koyama.
   *
   * <p>Without classes features stay as they are.
   */
  Layer scaleAndShift(String name, int channels) {
    if (!options.conditional()) {
      return (x, pass) -> x;
    }
    Parameter scales = network.embedding(name + ".class.scale", 1, CLASS_DEVIATION, channels);
    Parameter shifts = network.embedding(name + ".class.shift", 0, CLASS_DEVIATION, channels);
    return (x, pass) ->
        Torch.scaleAndShift(
            x,
            Torch.embed(pass.labels(), scales.getArray()),
            Torch.embed(pass.labels(), shifts.getArray()));
  }

  /**
   * A linear map of features (N, F) to logits (N), plus the inner product of the features with a
   * learned vector of the class: the projection discriminator (Miyato and Koyama, "cGANs with
   * projection discriminator", ICLR 2018).
   *
   * <p>The vectors begin as large as the linear map. Had they to grow from 0, the generator would
   * long ignore the class.
   */
  Layer logits(double deviation, int features) {
    Parameter linear = network.weight("head.linear", deviation, 1, features);
    Layer shared = (x, pass) -> Torch.linear(x, linear.getArray()).reshape(-1);
    if (!options.conditional()) {
      return shared;
    }
    Parameter vectors = network.embedding("class.projection", 0, deviation, features);
    return (x, pass) -> {
      NDArray own = Torch.innerProduct(x, Torch.embed(pass.labels(), vectors.getArray()));
      return shared.apply(x, pass).add(own);
    };
  }
}
