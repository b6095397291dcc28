package io.organza.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.record.AnyRecord;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small generators of every kind, with weights that are all different. */
final class Generators {

  private Generators() {}

  /** Returns options of every family, block shape, number of channels, with and without classes. */
  static List<NetworkOptions> all() {
    List<NetworkOptions> all = new ArrayList<>();
    for (int channels : new int[] {1, 3, 4}) {
      for (int classes : new int[] {0, 3}) {
        for (BlockShape shape : BlockShape.values()) {
          all.add(options(NetworkFamily.RESIDUAL, shape, channels, classes));
        }
        all.add(options(NetworkFamily.DCGAN, BlockShape.BASIC, channels, classes));
        all.add(options(NetworkFamily.STRIDED, BlockShape.BASIC, channels, classes));
        all.add(
            AnyRecord.with(
                options(NetworkFamily.STRIDED, BlockShape.BASIC, channels, classes),
                "modulated",
                true));
      }
    }
    return all;
  }

  /** Images are 24 wide and 16 high; a stage is narrower than the one before, and one is not. */
  static NetworkOptions options(NetworkFamily family, BlockShape shape, int channels, int classes) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(12, 8, 8) : List.of(12, 8);
    return new NetworkOptions(
        family,
        16,
        24,
        channels,
        5,
        widths,
        widths,
        2,
        shape,
        4,
        classes,
        false,
        family == NetworkFamily.STRIDED ? 2 : 0,
        false);
  }

  /**
   * Returns a generator with drawn tensors, those that begin at 0 or 1 included, at which few
   * pixels are black or white.
   */
  static NetworkFunction drawn(NetworkOptions options) {
    NetworkFunction generator = new NetworkFunction(options);
    fill(generator.tensors());
    return generator;
  }

  /** Replaces the tensors' values. */
  static void fill(Map<String, NDArray> tensors) {
    Random random = new Random(7);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      tensors.forEach(
          (name, tensor) -> {
            Shape shape = tensor.getShape();
            double deviation = deviation(name, shape);
            boolean factors = name.endsWith(".norm.weight") || name.endsWith(".norm.variance");
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
              double value = deviation * random.nextGaussian();
              values[i] = (float) (factors ? 0.5 + Math.abs(value) : value);
            }
            Torch.copyAll(new NDList(tensor), new NDList(manager.create(values, shape)));
          });
    }
  }

  /** Keeps the size of features about what it is, and that of pixels a little smaller. */
  private static double deviation(String name, Shape shape) {
    if (shape.dimension() == 1) {
      return 0.3;
    }
    boolean transposed = shape.dimension() == 4 && shape.get(2) == 4;
    double inputs = transposed ? 4.0 * shape.get(0) : shape.size() / (double) shape.get(0);
    return (name.startsWith("image.") ? 0.75 : 1) / Math.sqrt(inputs);
  }
}
