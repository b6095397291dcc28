package io.organza.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Torch;
import java.util.Arrays;

/**
 * The normal distribution that features are taken to follow: all that is left of a set of images
 * for the Frechet distance. Computed in float64. Immutable.
 */
public final class Gaussian {

  /** Rows that are turned into float64 at once. */
  private static final int BLOCK = 2000;

  private final double[] mean;

  /** (size, size), row by row. */
  private final double[] covariance;

  /**
   * Creates a distribution.
   *
   * @param mean (size)
   * @param covariance (size, size), symmetric, without negative eigenvalues
   */
  public Gaussian(double[] mean, double[][] covariance) {
    this(mean.clone(), Arrays.stream(covariance).flatMapToDouble(Arrays::stream).toArray());
  }

  private Gaussian(double[] mean, double[] covariance) {
    if (covariance.length != mean.length * mean.length) {
      throw new IllegalArgumentException(
          "covariance must be %d x %d, got %d numbers"
              .formatted(mean.length, mean.length, covariance.length));
    }
    this.mean = mean;
    this.covariance = covariance;
  }

  /**
   * Returns the mean and the unbiased covariance of features.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public static Gaussian of(Features features) {
    features.requireAtLeast(2);
    int size = features.size();
    double[] mean = features.mean();
    try (NDManager manager = manager()) {
      NDArray centre = manager.create(mean);
      NDArray products = manager.zeros(new Shape(size, size), DataType.FLOAT64);
      for (int begin = 0; begin < features.count(); begin += BLOCK) {
        Features some = features.range(begin, Math.min(begin + BLOCK, features.count()));
        try (NDManager scope = manager.newSubManager()) {
          NDArray rows = scope.create(some.values(), new Shape(some.count(), size));
          NDArray centred = rows.toType(DataType.FLOAT64, false).sub(centre);
          products.addi(centred.transpose().matMul(centred));
        }
      }
      double[] covariance = products.toDoubleArray();
      for (int i = 0; i < covariance.length; i++) {
        covariance[i] /= features.count() - 1.0;
      }
      return new Gaussian(mean, covariance);
    }
  }

  /**
   * Returns the Frechet distance, squared as is the custom:
   *
   * <p>|m - m'|^2 + tr(C) + tr(C') - 2 tr((C^(1/2) C' C^(1/2))^(1/2))
   *
   * <p>(Dowson and Landau, 1982; Heusel et al., "GANs trained by a two time-scale update rule",
   * NeurIPS 2017, with features of the Inception network). At least 0.
   *
   * @throws IllegalArgumentException if the sizes differ
   * @throws ArithmeticException if a number is not finite
   */
  public double frechetDistance(Gaussian other) {
    if (mean.length != other.mean.length) {
      throw new IllegalArgumentException(
          "distributions must have one size, got %d and %d"
              .formatted(mean.length, other.mean.length));
    }
    double distance = trace() + other.trace() - 2 * traceOfRootOfProduct(other);
    for (int i = 0; i < mean.length; i++) {
      double difference = mean[i] - other.mean[i];
      distance += difference * difference;
    }
    return Math.max(0, distance);
  }

  private double traceOfRootOfProduct(Gaussian other) {
    requireFinite();
    other.requireFinite();
    try (NDManager manager = manager()) {
      NDArray root = Torch.unrecorded(() -> Torch.squareRoot(covariance(manager)));
      NDArray product = root.matMul(other.covariance(manager)).matMul(root);
      NDArray eigenvalues = Torch.unrecorded(() -> Torch.symmetricEigenvalues(product));
      double trace = 0;
      for (double value : eigenvalues.toDoubleArray()) {
        trace += Math.sqrt(Math.max(0, value));
      }
      return trace;
    }
  }

  private void requireFinite() {
    if (!Arrays.stream(covariance).allMatch(Double::isFinite)) {
      throw new ArithmeticException("a covariance is not finite: are the features?");
    }
  }

  private NDArray covariance(NDManager manager) {
    return manager.create(covariance, new Shape(mean.length, mean.length));
  }

  private double trace() {
    double trace = 0;
    for (int i = 0; i < mean.length; i++) {
      trace += covariance[i * mean.length + i];
    }
    return trace;
  }

  private static NDManager manager() {
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }
}
