package io.organza.export;

import static io.organza.export.OnnxMessages.attribute;
import static io.organza.export.OnnxMessages.node;
import static io.organza.export.OnnxMessages.tensor;
import static io.organza.export.OnnxMessages.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.organza.network.NetworkOptions;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.LongStream;

/**
 * Writes a generator as an ONNX model: inputs z, and label if the generator is conditional; output
 * image; the number of images is free. Weights keep their names.
 */
final class OnnxGraph implements GraphWriter {

  /** The set of operators, and the version of the format that is as old. */
  private static final int OPSET = 17;

  private static final int FORMAT = 8;

  private final NetworkOptions options;
  private final SortedMap<String, NDArray> tensors;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("generator");

  /** Begins a model with the given tensors. */
  OnnxGraph(NetworkOptions options, SortedMap<String, NDArray> tensors) {
    this.options = options;
    this.tensors = tensors;
    tensors.forEach(this::weight);
    graph.addInput(value(LATENT, TensorProto.DataType.FLOAT, options.latentSize()));
    if (options.conditional()) {
      graph.addInput(value(LABEL, TensorProto.DataType.INT64));
    }
  }

  /**
   * Returns the model.
   *
   * @param metadata texts by name that go along
   */
  ModelProto model(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .setProducerName("organza")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  @Override
  public String embedLabel(String weight) {
    return result(node("Gather", weight, LABEL));
  }

  @Override
  public String concatenate(String x, String y) {
    return result(node("Concat", x, y).addAttribute(attribute("axis", 1)));
  }

  @Override
  public String linear(String x, String weight) {
    return result(node("Gemm", x, weight).addAttribute(attribute("transB", 1)));
  }

  @Override
  public String scalePatterns(String x, String patterns) {
    return result(node("Mul", features(x), patterns));
  }

  /** (N, C) as (N, C, 1, 1). */
  private String features(String x) {
    return result(node("Unsqueeze", x, constant(x + ".sides", new long[] {2, 3})));
  }

  @Override
  public String reshape(String x, int channels, int height, int width) {
    long[] shape = {-1, channels, height, width};
    return result(node("Reshape", x, constant("stem.shape", shape)));
  }

  @Override
  public String convolution(String x, String weight, int groups) {
    return result(convolution(node("Conv", x, weight), weight, groups));
  }

  @Override
  public String convolutionWithBias(String x, String weight, int groups) {
    return result(convolution(node("Conv", x, weight, weight + ".bias"), weight, groups));
  }

  private NodeProto.Builder convolution(NodeProto.Builder node, String weight, int groups) {
    long pad = Objects.requireNonNull(tensors.get(weight)).getShape().get(2) / 2;
    return node.addAttribute(attribute("pads", pad, pad, pad, pad))
        .addAttribute(attribute("group", groups));
  }

  @Override
  public String convolutionUp(String x, String weight) {
    return result(doubling(x, weight));
  }

  @Override
  public String smooth(String x) {
    String edged = result(means(x).addAttribute(attribute("pads", 1, 1, 1, 1)));
    return result(means(edged));
  }

  /** Means of 2x2 pixels, without those beyond the edge. */
  private static NodeProto.Builder means(String x) {
    return node("AveragePool", x).addAttribute(attribute("kernel_shape", 2, 2));
  }

  @Override
  public String resampleUp(String x, int channels) {
    String kernel = "resampling." + channels;
    if (graph.getInitializerList().stream().noneMatch(t -> t.getName().equals(kernel))) {
      TensorProto.Builder tensor = tensor(kernel, new long[] {channels, 1, 3, 3});
      for (int channel = 0; channel < channels; channel++) {
        for (float value : GraphWriter.resampling()) {
          tensor.addFloatData(value);
        }
      }
      graph.addInitializer(tensor.setDataType(TensorProto.DataType.FLOAT.getNumber()));
    }
    return result(
        doubling(x, kernel)
            .addAttribute(attribute("output_padding", 1, 1))
            .addAttribute(attribute("group", channels)));
  }

  private static NodeProto.Builder doubling(String x, String weight) {
    return node("ConvTranspose", x, weight)
        .addAttribute(attribute("strides", 2, 2))
        .addAttribute(attribute("pads", 1, 1, 1, 1));
  }

  @Override
  public String batchNorm(String x, String name) {
    return result(
        node(
                "BatchNormalization",
                x,
                name + ".weight",
                name + ".bias",
                name + ".mean",
                name + ".variance")
            .addAttribute(attribute("epsilon", 1e-5f)));
  }

  @Override
  public String scaleAndShift(String x, String scale, String shift) {
    return result(node("Add", result(node("Mul", x, features(scale))), features(shift)));
  }

  @Override
  public String leakyRelu(String x) {
    return result(node("LeakyRelu", x).addAttribute(attribute("alpha", 0.2f)));
  }

  @Override
  public String relu(String x) {
    return result(node("Relu", x));
  }

  @Override
  public String tanh(String x) {
    return result(node("Tanh", x));
  }

  @Override
  public String plusOne(String x) {
    return add(x, constant(x + ".one", 1));
  }

  @Override
  public String times(String x, int factor) {
    return result(node("Mul", x, constant(x + ".factor", factor)));
  }

  @Override
  public String add(String x, String y) {
    return result(node("Add", x, y));
  }

  @Override
  public void unitImage(String x) {
    output(
        clamped(x, 0.5f, 0.5f, 1),
        TensorProto.DataType.FLOAT,
        options.channels(),
        options.height(),
        options.width());
  }

  /** What is above a whole number is cut off, so a half more is added. */
  @Override
  public void byteImage(String x) {
    String levels = result(clamped(x, 127.5f, 128, 255));
    String rows = result(node("Transpose", levels).addAttribute(attribute("perm", 0, 2, 3, 1)));
    TensorProto.DataType bytes = TensorProto.DataType.UINT8;
    output(
        node("Cast", rows).addAttribute(attribute("to", bytes.getNumber())),
        bytes,
        options.height(),
        options.width(),
        options.channels());
  }

  /** x times a scale plus a shift, from 0 to white. */
  private NodeProto.Builder clamped(String x, float scale, float shift, float white) {
    String scaled = result(node("Mul", x, constant("scale", scale)));
    String shifted = result(node("Add", scaled, constant("shift", shift)));
    return node("Clip", shifted, constant("black", 0), constant("white", white));
  }

  private void output(NodeProto.Builder node, TensorProto.DataType type, long... sides) {
    graph.addNode(node.setName(IMAGE).addOutput(IMAGE));
    graph.addOutput(value(IMAGE, type, sides));
  }

  private String result(NodeProto.Builder node) {
    String name = "x" + graph.getNodeCount();
    graph.addNode(node.setName(name).addOutput(name));
    return name;
  }

  private void weight(String name, NDArray values) {
    Shape shape = values.getShape();
    graph.addInitializer(
        tensor(name, shape.getShape())
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(values.toByteArray())));
  }

  private String constant(String name, float number) {
    graph.addInitializer(
        tensor(name, new long[0])
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(number));
    return name;
  }

  private String constant(String name, long[] numbers) {
    graph.addInitializer(
        tensor(name, new long[] {numbers.length})
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addAllInt64Data(LongStream.of(numbers).boxed().toList()));
    return name;
  }
}
