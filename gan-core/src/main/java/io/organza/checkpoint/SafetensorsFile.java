package io.organza.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A safetensors file that is open for reading; its values are never on the heap as a whole. */
public final class SafetensorsFile implements AutoCloseable {

  /** A multiple of a value's four bytes. */
  private static final int CHUNK_BYTES = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.header = readHeader(channel);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws CheckpointException if it is no file of float32 tensors in this format
   */
  public static SafetensorsFile open(Path path) throws CheckpointException {
    try {
      RegularFiles.requireFile(path);
      FileChannel channel = FileChannel.open(path);
      try {
        return new SafetensorsFile(path, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw CheckpointException.of(path, e);
    }
  }

  /**
   * Writes tensors, which must be float32, as such a file.
   *
   * @param metadata texts by name that go along
   */
  public static void write(
      SortedMap<String, NDArray> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                name + ": must be float32, got " + tensor.getDataType());
          }
          shapes.put(name, tensor.getShape());
        });
    out.write(new SafetensorsHeader(shapes, metadata).encode());
    TensorValues values = new TensorValues();
    for (NDArray tensor : tensors.values()) {
      values.write(tensor, out);
    }
  }

  /** Returns the texts that go along, by name. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** Returns the tensors' shapes by name. */
  public Map<String, Shape> shapes() {
    return header.shapes();
  }

  /** Replaces the values of the given tensors, which must have the names and shapes of the file. */
  public void readInto(Map<String, NDArray> tensors) throws CheckpointException {
    TensorValues values = new TensorValues();
    try {
      for (String name : header.shapes().keySet()) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
          throw new IllegalArgumentException(name + ": no such tensor");
        }
        values.read(channel, tensor);
      }
    } catch (IOException e) {
      throw CheckpointException.of(path, e);
    }
  }

  /** Returns what the tensors are, as those of the given group; goes over all values. */
  List<SavedTensor> tensors(String group) throws CheckpointException {
    List<SavedTensor> tensors = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      for (Map.Entry<String, Shape> tensor : header.shapes().entrySet()) {
        double norm = norm(tensor.getValue().size(), buffer);
        tensors.add(new SavedTensor(group, tensor.getKey(), tensor.getValue(), norm));
      }
    } catch (IOException e) {
      throw CheckpointException.of(path, e);
    }
    return tensors;
  }

  @Override
  public void close() throws CheckpointException {
    try {
      channel.close();
    } catch (IOException e) {
      throw CheckpointException.of(path, e);
    }
  }

  /** Returns the L2 norm of the values that come next. */
  private double norm(long count, ByteBuffer buffer) throws IOException {
    double sum = 0;
    for (long left = count * Float.BYTES; left > 0; left -= buffer.limit()) {
      fill(channel, buffer.clear().limit((int) Math.min(left, CHUNK_BYTES)));
      while (buffer.hasRemaining()) {
        double value = buffer.getFloat();
        sum += value * value;
      }
    }
    return Math.sqrt(sum);
  }

  private static SafetensorsHeader readHeader(FileChannel channel) throws IOException {
    long size = channel.size();
    long length = read(channel, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long longest = Math.min(size - Long.BYTES, RegularFiles.LONGEST_JSON);
    if (length < 0 || length > longest) {
      throw new IOException(
          "expected a header of at most "
              + longest
              + " bytes, found "
              + Long.toUnsignedString(length));
    }
    byte[] json = read(channel, (int) length).array();
    return SafetensorsHeader.decode(json, size - Long.BYTES - length);
  }

  private static ByteBuffer read(FileChannel channel, int bytes) throws IOException {
    return fill(channel, ByteBuffer.allocate(bytes));
  }

  private static ByteBuffer fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("expected " + buffer.remaining() + " more bytes, found the end");
      }
    }
    return buffer.flip();
  }
}
