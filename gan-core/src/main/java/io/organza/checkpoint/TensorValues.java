package io.organza.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Moves the values of live float32 tensors out and in, a slab of rows at a time.
 *
 * <p>Values are row-major and little-endian, whatever the tensor's own layout; DJL has natives for
 * little-endian machines only. The tensor stays the same native tensor, with its gradient and what
 * else refers to it, and its manager owns nothing more afterwards: each move borrows it to a
 * manager of its own, and works on an alias that autograd does not see. Not thread-safe.
 */
final class TensorValues {

  private static final int SLAB_BYTES = 4 << 20;

  private ByteBuffer transfer = ByteBuffer.allocateDirect(0);

  /** Writes all values of a tensor. */
  void write(NDArray tensor, OutputStream out) throws IOException {
    move(
        tensor,
        (rows, begin, end) -> {
          try (NDArray slab = rows.get(slice(begin, end))) {
            out.write(slab.toByteArray());
          }
        });
  }

  /** Replaces all values of a tensor by those that come next in the channel. */
  void read(ReadableByteChannel in, NDArray tensor) throws IOException {
    move(
        tensor,
        (rows, begin, end) -> {
          long[] sides = rows.getShape().getShape().clone();
          sides[0] = end - begin;
          Shape shape = new Shape(sides);
          ByteBuffer values = fill(in, Math.toIntExact(shape.size() * Float.BYTES));
          try (NDArray slab = rows.getManager().create(values, shape, DataType.FLOAT32)) {
            rows.set(slice(begin, end), slab);
          }
        });
  }

  private static void move(NDArray tensor, Move move) throws IOException {
    if (tensor.size() == 0) {
      return;
    }
    try (NDManager scratch = NDManager.newBaseManager(tensor.getDevice(), "PyTorch")) {
      tensor.tempAttach(scratch);
      NDArray alias = tensor.stopGradient();
      NDArray rows = alias.isScalar() ? alias.reshape(1) : alias;
      long count = rows.getShape().get(0);
      long rowBytes = rows.size() / count * Float.BYTES;
      long step = Math.max(1, SLAB_BYTES / rowBytes);
      for (long begin = 0; begin < count; begin += step) {
        move.slab(rows, begin, Math.min(count, begin + step));
      }
    }
  }

  private static NDIndex slice(long begin, long end) {
    return new NDIndex().addSliceDim(begin, end);
  }

  /** Returns a direct buffer with the next bytes of the channel, good until the next call. */
  private ByteBuffer fill(ReadableByteChannel in, int bytes) throws IOException {
    if (transfer.capacity() < bytes) {
      transfer = ByteBuffer.allocateDirect(bytes);
    }
    transfer.clear().limit(bytes);
    while (transfer.hasRemaining()) {
      if (in.read(transfer) < 0) {
        throw new EOFException("expected " + transfer.remaining() + " more bytes, found the end");
      }
    }
    return transfer.flip().slice();
  }

  /** Moves the rows from {@code begin} to before {@code end}. */
  @FunctionalInterface
  private interface Move {
    void slab(NDArray rows, long begin, long end) throws IOException;
  }
}
