package io.organza.comparison;

import io.organza.network.NetworkOptions;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** DCGAN's generator: latents (N, latentSize) to images (N, C, H, W), float32. */
final class JavaCppGenerator extends JavaCppNetwork {

  private static final double DEVIATION = 0.02;

  private final NetworkOptions options;
  private final List<Integer> widths;

  JavaCppGenerator(NetworkOptions options, Format format, long seed) {
    super(format, seed);
    this.options = options;
    widths = options.generatorWidths();
    int stem = widths.get(0) * options.stemHeight() * options.stemWidth();
    weight("stem.linear", 0, DEVIATION, stem, options.latentSize());
    for (int i = 0; i < widths.size(); i++) {
      batchNorm("stage" + i + ".norm", widths.get(i));
      boolean last = i == widths.size() - 1;
      int out = last ? options.channels() : widths.get(i + 1);
      weight(convolution(i), 0, DEVIATION, widths.get(i), out, 4, 4);
    }
  }

  /** Returns the name of the convolution that follows a stage. */
  private String convolution(int stage) {
    return (stage == widths.size() - 1 ? "image" : "stage" + (stage + 1)) + ".convolution";
  }

  @Override
  Tensor forward(Tensor z, Weights weights) {
    Tensor x =
        torch
            .linear(z, weights.get("stem.linear"))
            .reshape(-1, widths.get(0), options.stemHeight(), options.stemWidth());
    x = format().enter(x);
    for (int i = 0; i < widths.size(); i++) {
      x = torch.relu(normalise(x, weights, "stage" + i + ".norm"));
      x = up(x, weights.get(convolution(i)));
    }
    return torch.tanh(x).to(ScalarType.Float).contiguous(MemoryFormat.Contiguous);
  }

  private static Tensor up(Tensor x, Tensor weight) {
    long[] stride = {2, 2};
    long[] padding = {1, 1};
    long[] outputPadding = {0, 0};
    long[] dilation = {1, 1};
    return torch.conv_transpose2d(
        x, weight, new TensorOptional(), stride, padding, outputPadding, 1, dilation);
  }
}
