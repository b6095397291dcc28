package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.organza.torch.Torch;

/** Makes the layers of a generator that scale and move each channel of normalised features. */
final class ModulationLayers {

  /** The deviation of scales and shifts at the beginning; that of normalised features is 1. */
  private static final double DEVIATION = 0.2;

  private ModulationLayers() {}

  /** Makes the layer of a stage; features stay as they are where there is nothing to go by. */
  static Layer modulation(Network network, NetworkOptions options, String stage, int channels) {
    Layer byLatent =
        options.modulated() ? byLatent(network, options, stage, channels) : (x, p) -> x;
    Layer byClass =
        options.conditional() ? byClass(network, options, stage, channels) : (x, p) -> x;
    return (x, pass) -> byClass.apply(byLatent.apply(x, pass), pass);
  }

  /**
   * By linear maps of z: self modulation (Chen, Lucic, Houlsby and Gelly, "On self modulation for
   * generative adversarial networks", ICLR 2019), without its hidden layer.
   */
  private static Layer byLatent(
      Network network, NetworkOptions options, String stage, int channels) {
    int size = options.latentSize();
    double deviation = DEVIATION / Math.sqrt(size);
    Parameter scale = network.weight(stage + ".latent.scale", deviation, channels, size);
    Parameter shift = network.weight(stage + ".latent.shift", deviation, channels, size);
    return (x, pass) -> Torch.modulate(x, pass.input(), scale.getArray(), shift.getArray());
  }

  /**
   * By numbers that the class has learned. After batch normalisation this is conditional batch
   * normalisation (de Vries et al., "Modulating early visual processing by language", NeurIPS
   * 2017), as in the generator of Miyato and Koyama.
   */
  private static Layer byClass(
      Network network, NetworkOptions options, String stage, int channels) {
    int rate = options.classRate();
    Parameter scales =
        network.embedding(stage + ".class.scale", 1.0 / rate, DEVIATION / rate, channels);
    Parameter shifts = network.embedding(stage + ".class.shift", 0, DEVIATION / rate, channels);
    return (x, pass) ->
        Torch.scaleAndShift(
            x, embed(pass.labels(), scales, rate), embed(pass.labels(), shifts, rate));
  }

  private static NDArray embed(NDArray labels, Parameter vectors, int rate) {
    return Torch.scale(Torch.embed(labels, vectors.getArray()), rate);
  }
}
