package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operations that change their arguments in place. */
class TorchUpdatesTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void clippingTheNormKeepsTheDirection() {
    NDArray a = manager.create(new float[] {3, -4});
    NDArray b = manager.create(new float[] {-12});

    NDArray norm = Torch.clipNorm(manager, List.of(a, b), 6.5);

    assertThat(norm.getFloat()).isCloseTo(13, within(1e-5f));
    assertThat(a.toFloatArray()).containsExactly(new float[] {1.5f, -2}, within(1e-6f));
    assertThat(b.toFloatArray()).containsExactly(new float[] {-6}, within(1e-6f));
    assertThat(Torch.norm(manager, List.of(a, b)).getFloat()).isCloseTo(6.5f, within(1e-5f));
  }

  @Test
  void clippingTheNormLeavesWhatIsWithinTheBound() {
    NDArray a = manager.create(new float[] {3, -4});
    NDArray zero = manager.create(new float[] {0});

    Torch.clipNorm(manager, List.of(a), 5.1);
    Torch.clipNorm(manager, List.of(zero), 1);

    assertThat(a.toFloatArray()).containsExactly(3, -4);
    assertThat(zero.toFloatArray()).containsExactly(0);
  }

  @Test
  void clippingValuesBoundsBothSides() {
    NDArray a = manager.create(new float[] {5, -5, 0.5f});
    NDArray b = manager.create(new float[] {-0.25f, -7});

    NDArray largest = Torch.clipValue(manager, List.of(a, b), 1);

    assertThat(largest.getFloat()).isEqualTo(7);
    assertThat(a.toFloatArray()).containsExactly(1, -1, 0.5f);
    assertThat(b.toFloatArray()).containsExactly(-0.25f, -1);
  }

  @Test
  void lerpMovesPartOfTheWayAndCopyAllOfIt() {
    NDArray x = manager.create(new float[] {0, 10});
    NDArray y = manager.create(new float[] {1, 20});

    Torch.lerp(List.of(x), List.of(y), 0.25);
    assertThat(x.toFloatArray()).containsExactly(0.25f, 12.5f);

    Torch.copyAll(List.of(x), List.of(y));
    assertThat(x.toFloatArray()).containsExactly(1, 20);
  }
}
