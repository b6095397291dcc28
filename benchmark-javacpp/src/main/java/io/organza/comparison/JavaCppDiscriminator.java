package io.organza.comparison;

import io.organza.network.NetworkOptions;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The residual discriminator: images (N, C, H, W) to logits (N, 2), float32. */
final class JavaCppDiscriminator extends JavaCppNetwork {

  private static final Scalar SLOPE = new Scalar(0.2);

  /** How many images are judged by their variety together. */
  private static final int GROUP = 8;

  private final List<Integer> widths;

  JavaCppDiscriminator(NetworkOptions options, Format format, long seed) {
    super(format, seed);
    widths = options.discriminatorWidths();
    int width = widths.get(widths.size() - 1);
    double gain = Math.sqrt(2 / (1 + 0.2 * 0.2)) / Math.sqrt(widths.size());
    weight(
        "image.convolution",
        0,
        1 / Math.sqrt(16.0 * options.channels()),
        width,
        options.channels(),
        4,
        4);
    for (int i = widths.size() - 1; i >= 0; i--) {
      if (widths.get(i) != width) {
        weight(projection(i), 0, 1 / Math.sqrt(width), widths.get(i), width, 1, 1);
        width = widths.get(i);
      }
      weight(block(i) + ".first", 0, gain / Math.sqrt(9.0 * width), width, width, 3, 3);
      bias(block(i) + ".first.bias", width);
      weight(block(i) + ".second", 0, 0, width, width, 3, 3);
      bias(block(i) + ".second.bias", width);
    }
    int height = options.stemHeight();
    double deviation = 1 / Math.sqrt(height * options.stemWidth());
    weight("head.patterns", 0, deviation, width, 1, height, options.stemWidth());
    weight("head.linear", 0, 1 / Math.sqrt(width), 1, width);
    weight("head.variety", 0, 1 / Math.sqrt(width), 1, width);
  }

  private static String projection(int stage) {
    return "stage" + stage + ".projection";
  }

  private static String block(int stage) {
    return "stage" + stage + ".block0";
  }

  @Override
  Tensor forward(Tensor images, Weights weights) {
    TensorOptional none = new TensorOptional();
    Tensor x = format().enter(images);
    x = convolve(x, weights.get("image.convolution"), none, 2, 1, 1);
    for (int i = widths.size() - 1; i >= 0; i--) {
      if (i < widths.size() - 1) {
        x = convolve(down(x), weights.get(projection(i)), none, 1, 0, 1);
      }
      x = residual(x, weights, block(i));
    }
    x = convolve(x.to(ScalarType.Float), weights.get("head.patterns"), none, 1, 0, widths.get(0));
    x = x.flatten(1, -1);
    Tensor alone = torch.linear(x, weights.get("head.linear"));
    Tensor variance = x.reshape(-1, GROUP, widths.get(0)).var(new long[] {1}, false, false);
    Tensor deviations = variance.add(new Scalar(1e-4)).sqrt();
    Tensor variety = torch.linear(deviations, weights.get("head.variety"));
    Tensor among = alone.reshape(-1, GROUP).add(variety).reshape(-1, 1);
    return torch.cat(new TensorVector(alone, among), 1);
  }

  private static Tensor residual(Tensor x, Weights weights, String name) {
    Tensor y = x;
    for (String convolution : List.of(name + ".first", name + ".second")) {
      TensorOptional bias = weights.optional(convolution + ".bias");
      y = torch.leaky_relu(y, SLOPE);
      y = convolve(y, weights.get(convolution), bias, 1, 1, 1);
    }
    return x.add(y);
  }

  /** The filter [1 2 1] / 4 along each side, then every second pixel: [1 1] / 2 twice. */
  private static Tensor down(Tensor x) {
    Tensor y = pool(x, 1, 1);
    return pool(y, 2, 0);
  }

  private static Tensor pool(Tensor x, long stride, long pad) {
    long[] kernel = {2, 2};
    long[] strides = {stride, stride};
    return torch.avg_pool2d(
        x, kernel, strides, new long[] {pad, pad}, false, true, new LongOptional());
  }

  private static Tensor convolve(
      Tensor x, Tensor weight, TensorOptional bias, long stride, long pad, long groups) {
    long[] strides = {stride, stride};
    return torch.conv2d(x, weight, bias, strides, new long[] {pad, pad}, new long[] {1, 1}, groups);
  }
}
