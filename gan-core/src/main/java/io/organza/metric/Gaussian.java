package io.organza.metric;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The normal distribution that features are taken to follow: all that is left of a set of images
 * for the Frechet distance.
 */
public final class Gaussian {

  private final DMatrixRMaj mean;
  private final DMatrixRMaj covariance;

  /**
   * Creates a distribution.
   *
   * @param mean (size)
   * @param covariance (size, size), symmetric, without negative eigenvalues
   */
  public Gaussian(double[] mean, double[][] covariance) {
    this(new DMatrixRMaj(mean), new DMatrixRMaj(covariance));
  }

  private Gaussian(DMatrixRMaj mean, DMatrixRMaj covariance) {
    int size = mean.getNumRows();
    if (covariance.getNumRows() != size || covariance.getNumCols() != size) {
      throw new IllegalArgumentException(
          "covariance must be %d x %d, got %d x %d"
              .formatted(size, size, covariance.getNumRows(), covariance.getNumCols()));
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
    DMatrixRMaj mean = new DMatrixRMaj(features.mean());
    float[] values = features.values();
    DMatrixRMaj centred = new DMatrixRMaj(features.count(), size);
    for (int i = 0; i < values.length; i++) {
      centred.data[i] = values[i] - mean.data[i % size];
    }
    DMatrixRMaj covariance = new DMatrixRMaj(size, size);
    CommonOps_DDRM.multInner(centred, covariance);
    CommonOps_DDRM.divide(covariance, features.count() - 1.0);
    return new Gaussian(mean, covariance);
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
   */
  public double frechetDistance(Gaussian other) {
    if (mean.getNumRows() != other.mean.getNumRows()) {
      throw new IllegalArgumentException(
          "distributions must have one size, got %d and %d"
              .formatted(mean.getNumRows(), other.mean.getNumRows()));
    }
    double distance =
        CommonOps_DDRM.trace(covariance)
            + CommonOps_DDRM.trace(other.covariance)
            - 2 * traceOfRoot(product(squareRoot(covariance), other.covariance));
    for (int i = 0; i < mean.getNumRows(); i++) {
      double difference = mean.data[i] - other.mean.data[i];
      distance += difference * difference;
    }
    return Math.max(0, distance);
  }

  /** Returns root * c * root, made symmetric to the last bit. */
  private static DMatrixRMaj product(DMatrixRMaj root, DMatrixRMaj c) {
    DMatrixRMaj left = new DMatrixRMaj(1, 1);
    DMatrixRMaj product = new DMatrixRMaj(1, 1);
    CommonOps_DDRM.mult(root, c, left);
    CommonOps_DDRM.mult(left, root, product);
    return symmetric(product);
  }

  private static DMatrixRMaj symmetric(DMatrixRMaj m) {
    DMatrixRMaj transposed = CommonOps_DDRM.transpose(m, null);
    DMatrixRMaj mean = new DMatrixRMaj(m.getNumRows(), m.getNumCols());
    CommonOps_DDRM.add(0.5, m, 0.5, transposed, mean);
    return mean;
  }

  private static double traceOfRoot(DMatrixRMaj m) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(m, false);
    double trace = 0;
    for (int i = 0; i < eigen.getNumberOfEigenvalues(); i++) {
      trace += Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
    }
    return trace;
  }

  private static DMatrixRMaj squareRoot(DMatrixRMaj m) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(m, true);
    DMatrixRMaj root = new DMatrixRMaj(m.getNumRows(), m.getNumCols());
    for (int i = 0; i < eigen.getNumberOfEigenvalues(); i++) {
      DMatrixRMaj v = eigen.getEigenVector(i);
      double value = Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
      CommonOps_DDRM.multAddTransB(value, v, v, root);
    }
    return root;
  }

  private static EigenDecomposition_F64<DMatrixRMaj> decompose(DMatrixRMaj m, boolean vectors) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(m.getNumRows(), vectors, true);
    if (!eigen.decompose(m.copy())) {
      throw new ArithmeticException("a covariance has no eigenvalues: are features finite?");
    }
    return eigen;
  }
}
