package io.organza.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes a TorchScript module's attributes as a pickle of protocol 2: a program for a machine with
 * a stack, whose instructions are a byte each. Used once.
 */
final class ModulePickle {

  private static final byte[] PROTOCOL = {(byte) 0x80, 2};
  private static final int MARK = '(';
  private static final int TUPLE = 't';
  private static final int EMPTY_TUPLE = ')';
  private static final int EMPTY_DICTIONARY = '}';
  private static final int SET_ITEMS = 'u';
  private static final int GLOBAL = 'c';
  private static final int NEW_OBJECT = 0x81;
  private static final int CALL = 'R';
  private static final int BUILD = 'b';
  private static final int TEXT = 'X';
  private static final int BYTE = 'K';
  private static final int INTEGER = 'J';
  private static final int TRUE = 0x88;
  private static final int FALSE = 0x89;
  private static final int PERSISTENT = 'Q';
  private static final int STOP = '.';

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ModulePickle() {
    out.writeBytes(PROTOCOL);
  }

  /** Returns the pickle of (). */
  byte[] emptyTuple() {
    out.write(EMPTY_TUPLE);
    return stop();
  }

  /** Returns the pickle of a module that has the tensors as attributes, and training = True. */
  byte[] module(String type, SortedMap<String, NDArray> buffers) {
    global("__torch__", type);
    out.write(EMPTY_TUPLE);
    out.write(NEW_OBJECT);
    out.write(EMPTY_DICTIONARY);
    out.write(MARK);
    text("training");
    out.write(TRUE);
    int index = 0;
    for (Map.Entry<String, NDArray> buffer : buffers.entrySet()) {
      text(buffer.getKey());
      tensor(buffer.getValue().getShape(), index++);
    }
    out.write(SET_ITEMS);
    out.write(BUILD);
    return stop();
  }

  /** A tensor is a call: (storage, offset, shape, strides, whether it has a gradient, hooks). */
  private void tensor(Shape shape, int index) {
    global("torch._utils", "_rebuild_tensor_v2");
    out.write(MARK);
    storage(shape.size(), index);
    integer(0);
    tuple(shape.getShape());
    tuple(strides(shape.getShape()));
    out.write(FALSE);
    global("collections", "OrderedDict");
    out.write(EMPTY_TUPLE);
    out.write(CALL);
    out.write(TUPLE);
    out.write(CALL);
  }

  /** Values are elsewhere: in the file {@code data/index}. */
  private void storage(long size, int index) {
    out.write(MARK);
    text("storage");
    global("torch", "FloatStorage");
    text(Integer.toString(index));
    text("cpu");
    integer(size);
    out.write(TUPLE);
    out.write(PERSISTENT);
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  private void tuple(long[] numbers) {
    out.write(MARK);
    for (long number : numbers) {
      integer(number);
    }
    out.write(TUPLE);
  }

  private void global(String module, String name) {
    out.write(GLOBAL);
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(TEXT);
    fourBytes(bytes.length);
    out.writeBytes(bytes);
  }

  private void integer(long number) {
    if (number < 1 << Byte.SIZE) {
      out.write(BYTE);
      out.write((int) number);
    } else {
      out.write(INTEGER);
      fourBytes(Math.toIntExact(number));
    }
  }

  private void fourBytes(int number) {
    byte[] bytes = new byte[Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
    out.writeBytes(bytes);
  }

  private byte[] stop() {
    out.write(STOP);
    return out.toByteArray();
  }
}
