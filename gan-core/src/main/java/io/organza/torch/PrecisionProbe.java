package io.organza.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures which precision computes a typical convolution and its gradients faster. */
final class PrecisionProbe {

  private static final int ROUNDS = 5;

  /** 2.4 GFLOP a pass, of which a core computes some hundred in a second. */
  private static final Shape ON_CPU = new Shape(32, 128, 16, 16);

  /** 155 GFLOP a pass, or a fast GPU would take longer to begin than to compute. */
  private static final Shape ON_GPU = new Shape(128, 256, 32, 32);

  private PrecisionProbe() {}

  static Precision fastest(Device device) {
    Map<Precision, Long> best = new EnumMap<>(Precision.class);
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      // The precisions take turns, so that a disturbance meets both; the first round is a warm-up.
      for (int round = 0; round <= ROUNDS; round++) {
        for (Precision precision : Precision.values()) {
          long nanos = nanos(manager, precision);
          if (round > 0) {
            best.merge(precision, nanos, Math::min);
          }
        }
      }
    }
    return Collections.min(best.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static long nanos(NDManager manager, Precision precision) {
    Shape shape = manager.getDevice().isGpu() ? ON_GPU : ON_CPU;
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = Torch.leaf(scope.zeros(shape));
      NDArray weight = Torch.leaf(scope.zeros(new Shape(shape.get(1), shape.get(1), 3, 3)));
      return Torch.recorded(
          () -> {
            long begin = System.nanoTime();
            NDArray y = Torch.leave(Torch.convolution(Torch.enter(x, precision), weight));
            Torch.gradients(y.sum(), List.of(x, weight)).get(1).sum().getFloat();
            return System.nanoTime() - begin;
          });
    }
  }
}
