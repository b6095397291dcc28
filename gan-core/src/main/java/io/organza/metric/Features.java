package io.organza.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The features of a set of images: a vector for each. Immutable. */
public final class Features {

  private final float[] values;
  private final int count;
  private final int size;

  /**
   * Takes the values as they are, which nobody may change any more.
   *
   * @param values (count, size), row by row
   * @param count the number of images
   * @param size the length of a vector, at least 1
   * @throws IllegalArgumentException if there are not count * size values
   */
  public Features(float[] values, int count, int size) {
    if (size < 1 || count < 0 || values.length != Math.multiplyExact(count, size)) {
      throw new IllegalArgumentException(
          "values must be count * size = %d * %d, got %d".formatted(count, size, values.length));
    }
    this.values = values;
    this.count = count;
    this.size = size;
  }

  /** Returns the features of images, a row each, of one length. */
  static Features of(float[][] rows) {
    int size = rows.length == 0 ? 1 : rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, size)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * size, size);
    }
    return new Features(values, rows.length, size);
  }

  /** Copies the vector of each image into a row, the first into that of the given index. */
  void copyRows(float[][] rows, int first) {
    for (int i = 0; i < count; i++) {
      rows[first + i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
    }
  }

  /** Returns the number of images. */
  public int count() {
    return count;
  }

  /** Returns the length of a vector. */
  public int size() {
    return size;
  }

  /** Returns the features of the images from {@code begin} to before {@code end}. */
  public Features range(int begin, int end) {
    return new Features(Arrays.copyOfRange(values, begin * size, end * size), end - begin, size);
  }

  /** Returns the features of some of the images, drawn at random, the same each time. */
  Features atMost(int most) {
    return count <= most ? this : rows(DrawnOrder.SUBSET.some(count, most));
  }

  /** Returns the features of the images that are not in a group: i modulo {@code groups}. */
  Features without(int group, int groups) {
    return rows(IntStream.range(0, count).filter(i -> i % groups != group).toArray());
  }

  /** Returns the features of the images at the given places, in their order. */
  Features rows(int[] places) {
    float[] rows = new float[Math.multiplyExact(places.length, size)];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * size, rows, i * size, size);
    }
    return new Features(rows, places.length, size);
  }

  /** Returns the Euclidean distance of the first image's vector from that of other features. */
  double distance(Features other) {
    requireSameSize(other);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double difference = values[i] - other.values[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** Returns the mean vector. */
  double[] mean() {
    double[] mean = new double[size];
    for (int i = 0; i < values.length; i++) {
      mean[i % size] += values[i] / (double) count;
    }
    return mean;
  }

  /** Returns all values, (count, size), not to be changed. */
  float[] values() {
    return values;
  }

  void requireSameSize(Features other) {
    if (size != other.size) {
      throw new IllegalArgumentException(
          "features must have one size, got " + size + " and " + other.size);
    }
  }

  void requireAtLeast(int images) {
    if (count < images) {
      throw new IllegalArgumentException("needs at least " + images + " images, got " + count);
    }
  }
}
