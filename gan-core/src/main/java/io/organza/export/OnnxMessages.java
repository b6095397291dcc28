package io.organza.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Makes the parts of an ONNX model. */
final class OnnxMessages {

  private OnnxMessages() {}

  /** Returns an operator of a type, of named inputs. */
  static NodeProto.Builder node(String type, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs));
  }

  /** Returns a whole number. */
  static AttributeProto attribute(String name, long number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(number)
        .build();
  }

  /** Returns a number. */
  static AttributeProto attribute(String name, float number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(number)
        .build();
  }

  /** Returns a list of whole numbers. */
  static AttributeProto attribute(String name, long first, long... more) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addInts(first)
        .addAllInts(Arrays.stream(more).boxed().toList())
        .build();
  }

  /** Returns a tensor that has no values yet. */
  static TensorProto.Builder tensor(String name, long[] shape) {
    return TensorProto.newBuilder().setName(name).addAllDims(LongStream.of(shape).boxed().toList());
  }

  /** Describes an input or output for each of N images. */
  static ValueInfoProto value(String name, TensorProto.DataType type, long... sides) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("N");
    for (long side : sides) {
      shape.addDimBuilder().setDimValue(side);
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
