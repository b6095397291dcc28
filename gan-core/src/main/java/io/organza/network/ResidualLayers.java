package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.organza.torch.Torch;
import java.util.function.UnaryOperator;

/**
 * Makes the layers of the residual family, after R3GAN (Huang et al., "The GAN is dead; long live
 * the GAN!", NeurIPS 2024): no normalisation, leaky ReLU, Fixup initialisation (Zhang, Dauphin and
 * Ma, ICLR 2019).
 *
 * <p>The variance of features is kept by drawing weights with the deviation gain / sqrt(fan-in). In
 * a residual block the gain is scaled by L^(-1/(2m-2)), for L blocks of m convolutions each, and
 * the last convolution begins at 0, so that depth does not change the scale.
 */
final class ResidualLayers {

  /** The gain of a leaky ReLU of slope 0.2. */
  private static final double ACTIVATION_GAIN = Math.sqrt(2 / (1 + 0.2 * 0.2));

  private final Network network;
  private final NetworkOptions options;
  private final int blocks;
  private final UnaryOperator<NDArray> activation;

  ResidualLayers(
      Network network, NetworkOptions options, int stages, UnaryOperator<NDArray> activation) {
    this.network = network;
    this.options = options;
    this.blocks = stages * options.blocksPerStage();
    this.activation = activation;
  }

  /** A 1x1 convolution without activation. */
  Layer projection(String name, int in, int out) {
    Parameter weight = network.weight(name, 1 / Math.sqrt(in), out, in, 1, 1);
    return (x, pass) -> Torch.convolution(x, weight.getArray());
  }

  /** As above, with a bias. */
  Layer projectionWithBias(String name, int in, int out) {
    Parameter weight = network.weight(name, 1 / Math.sqrt(in), out, in, 1, 1);
    Parameter bias = network.bias(name + ".bias", out);
    return (x, pass) -> Torch.convolution(x, weight.getArray(), bias.getArray());
  }

  /** A convolution that halves both sides, without activation. */
  Layer down(String name, int in, int out) {
    Parameter weight = network.weight(name, 1 / Math.sqrt(16.0 * in), out, in, 4, 4);
    return (x, pass) -> Torch.convolutionDown(x, weight.getArray());
  }

  /** Adds the residual blocks of a stage. */
  void addStage(String name, int width) {
    for (int i = 0; i < options.blocksPerStage(); i++) {
      network.add(
          switch (options.blockShape()) {
            case BASIC -> basic(name + ".block" + i, width);
            case BOTTLENECK -> bottleneck(name + ".block" + i, width);
          });
    }
  }

  /** x + second(activation(first(activation(x)) + b)) + b'. */
  private Layer basic(String name, int width) {
    double deviation = ACTIVATION_GAIN * Math.pow(blocks, -0.5) / Math.sqrt(9.0 * width);
    Parameter first = network.weight(name + ".first", deviation, width, width, 3, 3);
    Parameter firstBias = network.bias(name + ".first.bias", width);
    Parameter second = network.weight(name + ".second", 0, width, width, 3, 3);
    Parameter secondBias = network.bias(name + ".second.bias", width);
    return (x, pass) -> {
      NDArray y = activation.apply(x);
      y = activation.apply(Torch.convolution(y, first.getArray(), firstBias.getArray()));
      y = NoiseLayers.dropout(y, pass);
      return Torch.add(x, Torch.convolution(y, second.getArray(), secondBias.getArray()));
    };
  }

  /** x + narrow(activation(grouped(activation(widen(x) + b)) + b')). */
  private Layer bottleneck(String name, int width) {
    int wide = options.bottleneckWidth(width);
    int group = wide / options.groups(width);
    double gain = ACTIVATION_GAIN * Math.pow(blocks, -0.25);
    Parameter widen = network.weight(name + ".widen", gain / Math.sqrt(width), wide, width, 1, 1);
    Parameter widenBias = network.bias(name + ".widen.bias", wide);
    Parameter grouped =
        network.weight(name + ".grouped", gain / Math.sqrt(9.0 * group), wide, group, 3, 3);
    Parameter groupedBias = network.bias(name + ".grouped.bias", wide);
    Parameter narrow = network.weight(name + ".narrow", 0, width, wide, 1, 1);
    return (x, pass) -> {
      NDArray y = Torch.convolution(x, widen.getArray(), widenBias.getArray());
      y = activation.apply(y);
      y = activation.apply(Torch.convolution(y, grouped.getArray(), groupedBias.getArray()));
      y = NoiseLayers.dropout(y, pass);
      return Torch.add(x, Torch.convolution(y, narrow.getArray()));
    };
  }
}
