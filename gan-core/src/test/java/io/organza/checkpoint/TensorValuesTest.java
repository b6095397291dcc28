package io.organza.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorValuesTest {

  private final NDManager root = NDManager.newBaseManager();

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @ParameterizedTest
  @CsvSource({"1", "0", "7", "1100000", "2", "1099000"})
  void movesTensorsOfAnyNumberOfRows(long rows) throws IOException {
    Shape shape = new Shape(rows, 3);
    NDArray source = root.arange(rows * 3f).reshape(shape);
    NDArray target = root.zeros(shape);
    read(write(source), target);
    assertThat(target.contentEquals(source)).isTrue();
  }

  @Test
  void movesARowThatIsLongerThanASlab() throws IOException {
    NDArray source = root.arange(2_500_000f).reshape(2, 1_250_000);
    NDArray target = root.zeros(source.getShape());
    read(write(source), target);
    assertThat(target.contentEquals(source)).isTrue();
  }

  @Test
  void movesScalars() throws IOException {
    NDArray target = root.create(Float.NaN);
    read(write(root.create(-1.5f)), target);
    assertThat(target.getFloat()).isEqualTo(-1.5f);
    assertThat(target.getShape()).isEqualTo(new Shape());
  }

  @Test
  void writesRowMajorWhateverTheLayout() throws IOException {
    NDArray transposed = root.arange(6f).reshape(2, 3).transpose();
    assertThat(write(transposed)).isEqualTo(floats(0, 3, 1, 4, 2, 5));
  }

  @Test
  void readsIntoAnyLayoutAndThroughToItsViews() throws IOException {
    NDArray owner = root.zeros(new Shape(2, 3));
    read(floats(0, 3, 1, 4, 2, 5), owner.transpose());
    assertThat(owner.toFloatArray()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void keepsTheNativeTensorItsGradientAndItsManager() throws IOException {
    NDArray parameter = root.create(new float[] {1, 2});
    parameter.setRequiresGradient(true);
    backwardOfSumOfSquares(parameter);
    NDArray gradient = parameter.getGradient();
    NDArray alias = parameter.stopGradient();

    read(floats(3, 4), parameter);
    assertThat(alias.toFloatArray()).containsExactly(3, 4);
    assertThat(gradient.toFloatArray()).containsExactly(2, 4);
    assertThat(parameter.hasGradient()).isTrue();
    assertThat(parameter.getManager()).isSameAs(root);

    backwardOfSumOfSquares(parameter);
    assertThat(gradient.toFloatArray()).containsExactly(2 + 6, 4 + 8);
  }

  @Test
  void replacesWhatIsNotFinite() throws IOException {
    NDArray parameter = root.create(new float[] {Float.NaN, Float.POSITIVE_INFINITY});
    read(floats(3, 4), parameter);
    assertThat(parameter.toFloatArray()).containsExactly(3, 4);
  }

  @Test
  void movesParametersOnThreadsThatRecordGradients()
      throws IOException, InterruptedException, ExecutionException {
    NDArray parameter = root.create(new float[] {1, 2});
    parameter.setRequiresGradient(true);
    FutureTask<byte[]> task =
        new FutureTask<>(
            () -> {
              read(floats(5, 6), parameter);
              return write(parameter);
            });
    Thread thread = new Thread(task);
    thread.start();
    assertThat(task.get()).isEqualTo(floats(5, 6));
    thread.join();
    assertThat(parameter.hasGradient()).isTrue();
  }

  @Test
  void leavesNothingBehind() throws IOException {
    NDArray parameter = root.create(new float[] {1, 2});
    parameter.setRequiresGradient(true);
    NDArray scalar = root.create(1f);
    int owned = root.getManagedArrays().size();
    root.cap();
    for (int i = 0; i < 3; i++) {
      read(write(parameter), parameter);
      read(write(scalar), scalar);
    }
    assertThat(root.getManagedArrays()).hasSize(owned);
    assertThat(parameter.getManager()).isSameAs(root);
    assertThat(scalar.getManager()).isSameAs(root);
  }

  @Test
  void givesTheTensorBackEvenIfTheValuesEnd() {
    NDArray parameter = root.create(new float[] {1, 2});
    assertThatThrownBy(() -> read(floats(1), parameter))
        .isInstanceOf(EOFException.class)
        .hasMessage("expected 4 more bytes, found the end");
    assertThat(parameter.getManager()).isSameAs(root);
    assertThat(parameter.toFloatArray()).containsExactly(1, 2);
  }

  private static void backwardOfSumOfSquares(NDArray parameter) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(parameter.mul(parameter).sum());
    }
  }

  private static byte[] write(NDArray tensor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TensorValues().write(tensor, out);
    return out.toByteArray();
  }

  private static void read(byte[] bytes, NDArray tensor) throws IOException {
    new TensorValues().read(Channels.newChannel(new ByteArrayInputStream(bytes)), tensor);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
