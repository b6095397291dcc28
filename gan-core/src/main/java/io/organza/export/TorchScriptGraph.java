package io.organza.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.ScriptModule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a generator as TorchScript: a class whose {@code forward} takes z, and label if the
 * generator is conditional, and returns the images.
 *
 * <p>A weight {@code stem.linear} is the class's attribute {@code stem_linear}.
 */
final class TorchScriptGraph implements GraphWriter {

  private static final String TYPE = "Generator";
  private static final String RESAMPLING = "resampling";

  /** How TorchScript numbers the type. */
  private static final int UINT8 = 0;

  private final SortedMap<String, NDArray> buffers = new TreeMap<>();
  private final StringBuilder body = new StringBuilder();
  private int results;

  /** Begins a class with the given tensors. */
  TorchScriptGraph(SortedMap<String, NDArray> tensors) {
    tensors.forEach((name, tensor) -> buffers.put(attribute(name), tensor));
  }

  /**
   * Returns the module.
   *
   * @param extras texts that go along, by name
   */
  ScriptModule module(boolean conditional, Map<String, String> extras) {
    String names =
        buffers.keySet().stream().map(n -> '"' + n + "\", ").collect(Collectors.joining());
    String types =
        buffers.keySet().stream().map(n -> "  " + n + " : Tensor\n").collect(Collectors.joining());
    String code =
        """
        class %1$s(Module):
          __parameters__ = []
          __buffers__ = [%2$s]
          training : bool
        %3$s  def forward(self: __torch__.%1$s, z: Tensor%4$s) -> Tensor:
        %5$s"""
            .formatted(TYPE, names, types, conditional ? ", label: Tensor" : "", body);
    return new ScriptModule(TYPE, code, buffers, extras);
  }

  @Override
  public String embedLabel(String weight) {
    return result(call("embedding", weight(weight), LABEL));
  }

  @Override
  public String concatenate(String x, String y) {
    return result(call("cat", "[" + x + ", " + y + "]", 1));
  }

  @Override
  public String linear(String x, String weight) {
    return result(call("linear", x, weight(weight)));
  }

  @Override
  public String scalePatterns(String x, String patterns) {
    return result(call("mul", features(x), weight(patterns)));
  }

  /** (N, C) as (N, C, 1, 1). */
  private static String features(String x) {
    return call("unsqueeze", call("unsqueeze", x, 2), 3);
  }

  @Override
  public String reshape(String x, int channels, int height, int width) {
    return result(call("reshape", x, List.of(-1, channels, height, width)));
  }

  @Override
  public String convolution(String x, String weight, int groups) {
    return convolution(x, weight, "None", groups);
  }

  @Override
  public String convolutionWithBias(String x, String weight, int groups) {
    return convolution(x, weight, weight(weight + ".bias"), groups);
  }

  private String convolution(String x, String weight, String bias, int groups) {
    long pad = Objects.requireNonNull(buffers.get(attribute(weight))).getShape().get(2) / 2;
    return result(
        call("conv2d", x, weight(weight), bias, "[1, 1]", List.of(pad, pad), "[1, 1]", groups));
  }

  @Override
  public String convolutionUp(String x, String weight) {
    return doubling(x, weight(weight), "None", "[0, 0]", 1);
  }

  @Override
  public String smooth(String x) {
    return means(means(x, "[1, 1]"), "[0, 0]");
  }

  /** Means of 2x2 pixels, without those beyond the edge. */
  private String means(String x, String pad) {
    return result(call("avg_pool2d", x, "[2, 2]", "[1, 1]", pad, "False", "False"));
  }

  @Override
  public String resampleUp(String x, int channels) {
    NDArray any = buffers.values().iterator().next();
    buffers.computeIfAbsent(
        RESAMPLING,
        name -> any.getManager().create(GraphWriter.resampling(), new Shape(1, 1, 3, 3)));
    String kernels = call("expand", weight(RESAMPLING), List.of(channels, 1, 3, 3));
    return doubling(x, kernels, "None", "[1, 1]", channels);
  }

  private String doubling(String x, String kernels, String bias, String outputPadding, int groups) {
    return result(
        call(
            "conv_transpose2d",
            x,
            kernels,
            bias,
            "[2, 2]",
            "[1, 1]",
            outputPadding,
            groups,
            "[1, 1]"));
  }

  @Override
  public String batchNorm(String x, String name) {
    return result(
        call(
            "batch_norm",
            x,
            weight(name + ".weight"),
            weight(name + ".bias"),
            weight(name + ".mean"),
            weight(name + ".variance"),
            "False",
            0.1,
            1e-5,
            "False"));
  }

  @Override
  public String scaleAndShift(String x, String scale, String shift) {
    return result(call("addcmul", features(shift), x, features(scale)));
  }

  @Override
  public String leakyRelu(String x) {
    return result(call("leaky_relu", x, 0.2));
  }

  @Override
  public String relu(String x) {
    return result(call("relu", x));
  }

  @Override
  public String tanh(String x) {
    return result(call("tanh", x));
  }

  @Override
  public String plusOne(String x) {
    return add(x, "1");
  }

  @Override
  public String times(String x, int factor) {
    return result(call("mul", x, factor));
  }

  @Override
  public String add(String x, String y) {
    return result(call("add", x, y));
  }

  @Override
  public void unitImage(String x) {
    output(clamped(x, 0.5, 0.5, 1));
  }

  /** What is above a whole number is cut off, so a half more is added. */
  @Override
  public void byteImage(String x) {
    String rows = call("permute", clamped(x, 127.5, 128, 255), "[0, 2, 3, 1]");
    output(call("contiguous", call("to", rows, UINT8)));
  }

  /** x times a scale plus a shift, from 0 to white. */
  private static String clamped(String x, double scale, double shift, double white) {
    return call("clamp", call("add", call("mul", x, scale), shift), 0.0, white);
  }

  private void output(String expression) {
    body.append("    return ").append(expression).append('\n');
  }

  private String result(String expression) {
    String name = "x" + results++;
    body.append("    %s = %s\n".formatted(name, expression));
    return name;
  }

  /** Arguments are written as Java does, not as the machine's language does: 12 in any digits. */
  private static String call(String function, Object... arguments) {
    return Arrays.stream(arguments)
        .map(Object::toString)
        .collect(Collectors.joining(", ", "torch." + function + "(", ")"));
  }

  private static String weight(String name) {
    return "self." + attribute(name);
  }

  private static String attribute(String name) {
    return name.replace('.', '_');
  }
}
