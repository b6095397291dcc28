package io.organza.training;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** What one step measured. */
final class Measured {

  private final Map<Measure, Double> values = new EnumMap<>(Measure.class);

  void put(Measure measure, double value) {
    values.put(measure, value);
  }

  /** Returns a value, or NaN if the step did not measure it. */
  double get(Measure measure) {
    return values.getOrDefault(measure, Double.NaN);
  }

  /**
   * Returns whether losses, gradients and the new weights are finite.
   *
   * <p>Then the whole state is: the squares that Adam keeps sum up to a finite norm, and the moving
   * average lies between weights.
   */
  boolean isFinite() {
    return Stream.of(
            Measure.DISCRIMINATOR_LOSS,
            Measure.GENERATOR_LOSS,
            Measure.DISCRIMINATOR_GRADIENT,
            Measure.GENERATOR_GRADIENT,
            Measure.WEIGHT_PENALTY,
            Measure.WEIGHTS)
        .allMatch(measure -> Double.isFinite(get(measure)));
  }
}
