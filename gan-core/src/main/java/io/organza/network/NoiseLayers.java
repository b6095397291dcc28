package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** Makes the layers at which chance enters a generator in training; else they let nothing in. */
final class NoiseLayers {

  private NoiseLayers() {}

  /**
   * Adds noise to features, the same in all channels but for a learned scale that begins at 0
   * (Karras et al., "A style-based generator architecture for generative adversarial networks",
   * CVPR 2019); nothing without the option.
   */
  static Layer noise(Network network, NetworkOptions options, String stage, int channels) {
    if (!options.generatorNoise()) {
      return (x, pass) -> x;
    }
    Parameter scale = network.bias(stage + ".noise.scale", channels);
    return (x, pass) -> pass.noise() == null ? x : pass.noise().add(x, scale.getArray());
  }

  /**
   * Drops single features of each channel (Srivastava et al., JMLR 2014), as the generators of
   * pix2pix do (Isola et al., CVPR 2017), and its residual ones (Zhu et al., ICCV 2017).
   */
  static NDArray dropout(NDArray x, Layer.Pass pass) {
    return pass.noise() == null ? x : pass.noise().drop(x);
  }
}
