package io.organza.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;

/**
 * Makes the layers of DCGAN (Radford, Metz and Chintala, "Unsupervised representation learning with
 * deep convolutional generative adversarial networks", ICLR 2016): strided and transposed 4x4
 * convolutions, batch normalisation, weights drawn with deviation 0.02.
 */
final class DcganLayers {

  private static final double DEVIATION = 0.02;

  private final Network network;
  private final NetworkOptions options;

  DcganLayers(Network network, NetworkOptions options) {
    this.network = network;
    this.options = options;
  }

  void addGenerator(Precision precision) {
    List<Integer> widths = options.generatorWidths();
    network.add(stem(widths.get(0)));
    network.add((x, pass) -> Torch.enter(x, precision));
    for (int i = 0; i < widths.size(); i++) {
      String stage = "stage" + i;
      network.add(batchNorm(stage + ".norm", widths.get(i)));
      network.add(ModulationLayers.modulation(network, options, stage, widths.get(i)));
      network.add(NoiseLayers.noise(network, options, stage, widths.get(i)));
      network.add((x, pass) -> Torch.relu(x));
      boolean last = i == widths.size() - 1;
      if (last) {
        // No earlier: running variances of what was dropped are too large for what is not.
        network.add(NoiseLayers::dropout);
      }
      int out = last ? options.channels() : widths.get(i + 1);
      String name = last ? "image" : "stage" + (i + 1);
      Parameter weight = network.weight(name + ".convolution", DEVIATION, widths.get(i), out, 4, 4);
      network.add((x, pass) -> Torch.convolutionUp(x, weight.getArray()));
      if (options.smoothed(i)) {
        network.add((x, pass) -> Torch.smooth(x));
      }
    }
    network.add((x, pass) -> Torch.tanh(x));
  }

  void addDiscriminator() {
    List<Integer> widths = options.discriminatorWidths();
    int in = options.channels();
    for (int i = widths.size() - 1; i >= 0; i--) {
      int out = widths.get(i);
      Parameter weight = network.weight("stage" + i + ".convolution", DEVIATION, out, in, 4, 4);
      network.add((x, pass) -> Torch.convolutionDown(x, weight.getArray()));
      if (i < widths.size() - 1) {
        network.add(batchNorm("stage" + i + ".norm", out));
      }
      network.add((x, pass) -> Torch.leakyRelu(x));
      in = out;
    }
    network.add(head(in));
  }

  private Layer stem(int width) {
    long[] shape = {width, options.stemHeight(), options.stemWidth()};
    int size = width * options.stemHeight() * options.stemWidth();
    Parameter linear = network.weight("stem.linear", DEVIATION, size, options.stemInputs());
    return (z, pass) ->
        Torch.linear(z, linear.getArray()).reshape(new Shape(-1).addAll(new Shape(shape)));
  }

  private Layer head(int width) {
    int size = width * options.stemHeight() * options.stemWidth();
    Layer logits = new ClassLayers(network, options).logits(DEVIATION, size);
    return (x, pass) -> logits.apply(Torch.leave(x).reshape(-1, size), pass);
  }

  private Layer batchNorm(String name, int channels) {
    Parameter weight = network.weight(name + ".weight", 1, DEVIATION, channels);
    Parameter bias = network.bias(name + ".bias", channels);
    Parameter mean = network.statistic(name + ".mean", 0, channels);
    Parameter variance = network.statistic(name + ".variance", 1, channels);
    return (x, pass) ->
        Torch.batchNorm(
            x,
            new NDList(weight.getArray(), bias.getArray()),
            new NDList(mean.getArray(), variance.getArray()),
            pass.momentum());
  }
}
