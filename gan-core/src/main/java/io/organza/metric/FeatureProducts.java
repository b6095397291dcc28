package io.organza.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Torch;
import java.util.Arrays;

/** Compares each of some features with each of others, a block of rows at a time, on the CPU. */
final class FeatureProducts {

  private static final int BLOCK = 500;

  /**
   * The share of squared lengths that a squared distance may be of by rounding alone: measured are
   * up to 4e-6 between copies of 4096 features.
   */
  private static final float ROUNDING = 1e-5f;

  private FeatureProducts() {}

  /** Is given a row: the values of one image against all others. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(int row, float[] values);
  }

  /** Gives the inner products of each row of a with all rows of b. */
  static void innerProducts(Features a, Features b, RowConsumer rows) {
    a.requireSameSize(b);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray all = manager.create(b.values(), new Shape(b.count(), b.size()));
      float[] row = new float[b.count()];
      for (int begin = 0; begin < a.count(); begin += BLOCK) {
        Features some = a.range(begin, Math.min(begin + BLOCK, a.count()));
        try (NDManager scope = manager.newSubManager()) {
          NDArray block = scope.create(some.values(), new Shape(some.count(), some.size()));
          float[] products = Torch.unrecorded(() -> Torch.linear(block, all)).toFloatArray();
          for (int i = 0; i < some.count(); i++) {
            System.arraycopy(products, i * b.count(), row, 0, row.length);
            rows.accept(begin + i, row);
          }
        }
      }
    }
  }

  /**
   * Gives the squared distances of each row of a from all rows of b.
   *
   * <p>Both are moved by the mean of b first, so that little is lost when products are subtracted.
   * Those that rounding may have made are computed anew, by differences: copies are at distance 0.
   */
  static void squaredDistances(Features a, Features b, RowConsumer rows) {
    double[] mean = b.mean();
    Features x = moved(a, mean);
    Features y = moved(b, mean);
    float[] lengths = squaredLengths(y);
    float[] own = squaredLengths(x);
    innerProducts(
        x,
        y,
        (row, products) -> {
          for (int j = 0; j < products.length; j++) {
            float both = own[row] + lengths[j];
            float distance = both - 2 * products[j];
            products[j] = distance <= ROUNDING * both ? squaredDistance(x, row, y, j) : distance;
          }
          rows.accept(row, products);
        });
  }

  private static float squaredDistance(Features a, int row, Features b, int other) {
    int size = a.size();
    int i = row * size;
    int j = other * size;
    if (Arrays.equals(a.values(), i, i + size, b.values(), j, j + size)) {
      return 0; // Fast, for sets of many copies.
    }
    double sum = 0;
    for (int k = 0; k < size; k++) {
      double difference = (double) a.values()[i + k] - b.values()[j + k];
      sum += difference * difference;
    }
    return (float) sum;
  }

  private static Features moved(Features features, double[] by) {
    float[] values = features.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] - by[i % by.length]);
    }
    return new Features(values, features.count(), features.size());
  }

  private static float[] squaredLengths(Features features) {
    float[] lengths = new float[features.count()];
    for (int i = 0; i < lengths.length; i++) {
      double sum = 0;
      for (int j = i * features.size(); j < (i + 1) * features.size(); j++) {
        sum += (double) features.values()[j] * features.values()[j];
      }
      lengths[i] = (float) sum;
    }
    return lengths;
  }
}
