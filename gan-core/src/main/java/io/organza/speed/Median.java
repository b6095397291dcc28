package io.organza.speed;

import java.util.List;

/** The middle one of some values, or the mean of the two that are in the middle. */
public final class Median {

  private Median() {}

  /** Returns the median of at least one value. */
  public static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
