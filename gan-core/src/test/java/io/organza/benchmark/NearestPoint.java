package io.organza.benchmark;

/** The nearest of some points. */
final class NearestPoint {

  private NearestPoint() {}

  /** Returns the index of the point that is nearest to another, the first if several are. */
  static int of(float[] other, float[][] points) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points.length; i++) {
      double distance = squaredDistance(other, points[i]);
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  /** Returns the squared distance of two points. */
  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
