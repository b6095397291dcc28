package io.organza.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The values from one to another, spread evenly by their logarithms; or a single value.
 *
 * @param low the least, at least 0, and above 0 if it is not the only one
 * @param high the greatest; both are numbers that a double can have
 */
public record Range(BigDecimal low, BigDecimal high) {

  /** Drawn values have so many digits: more would pretend to matter. */
  private static final MathContext DIGITS = new MathContext(3);

  public Range {
    boolean single = low.compareTo(high) == 0;
    boolean tooSmall = low.signum() > 0 && low.doubleValue() == 0;
    boolean tooLarge = Double.isInfinite(high.doubleValue());
    if (low.signum() < 0
        || low.compareTo(high) > 0
        || (low.signum() == 0 && !single)
        || tooSmall
        || tooLarge) {
      throw new IllegalArgumentException(
          "expected a number from 0, or LOW..HIGH with 0 < LOW < HIGH, got '%s'"
              .formatted(single ? low : low + ".." + high));
    }
  }

  /**
   * Reads {@code 0.1} or {@code 1e-6..1e-2}.
   *
   * @throws IllegalArgumentException if it is neither; the message shows it
   */
  public static Range parse(String text) {
    int dots = text.indexOf("..");
    try {
      return dots < 0
          ? new Range(new BigDecimal(text), new BigDecimal(text))
          : new Range(
              new BigDecimal(text.substring(0, dots)), new BigDecimal(text.substring(dots + 2)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number such as 0.1 or 1e-6..1e-2, got '%s'".formatted(text), e);
    }
  }

  /** Returns the least value, ten times that, and so on, as far as the greatest. */
  public List<Double> decades() {
    List<Double> values = new ArrayList<>();
    BigDecimal value = low;
    do {
      values.add(value.doubleValue());
      value = value.scaleByPowerOfTen(1);
    } while (value.signum() > 0 && value.compareTo(high) <= 0);
    return values;
  }

  /**
   * Returns the value at a place, in three digits if the range has such.
   *
   * @param place from 0, the least, to 1, the greatest
   */
  public double at(double place) {
    if (low.compareTo(high) == 0) {
      return low.doubleValue();
    }
    double least = StrictMath.log(low.doubleValue());
    double most = StrictMath.log(high.doubleValue());
    BigDecimal value = new BigDecimal(StrictMath.exp(least + place * (most - least)));
    return value.round(DIGITS).max(low).min(high).doubleValue();
  }
}
