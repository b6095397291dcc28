package io.organza.tuning;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a trial came to.
 *
 * @param score the squared Frechet distance of generated images from those held out, lower is
 *     better; NaN if the training diverged
 * @param weightNorm the norm of the generator's weights, without biases
 * @param gap r_v at the end: how much of the discriminator's judgement is memory; may be NaN
 * @param discriminatorGradient the mean norm of the discriminator's gradient before clipping; NaN
 *     if that is not known
 * @param generatorGradient the same for the generator
 * @param discriminatorClipped the share of steps whose discriminator gradient was clipped, 0 to 1
 * @param generatorClipped the same for the generator
 */
public record Measures(
    double score,
    double weightNorm,
    double gap,
    double discriminatorGradient,
    double generatorGradient,
    double discriminatorClipped,
    double generatorClipped) {

  /** What is known of a training that diverged. */
  public static final Measures DIVERGED =
      new Measures(
          Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Returns whether the training diverged, on at least one of the folds. */
  public boolean isDiverged() {
    return Double.isNaN(score);
  }

  /** Returns the means over folds, of which there is at least one. */
  static Measures mean(List<Measures> folds) {
    return new Measures(
        mean(folds, Measures::score),
        mean(folds, Measures::weightNorm),
        mean(folds, Measures::gap),
        mean(folds, Measures::discriminatorGradient),
        mean(folds, Measures::generatorGradient),
        mean(folds, Measures::discriminatorClipped),
        mean(folds, Measures::generatorClipped));
  }

  /** Returns the standard error of the mean score; NaN for a single fold. */
  static double scoreError(List<Measures> folds) {
    double mean = mean(folds, Measures::score);
    double squares = folds.stream().mapToDouble(fold -> Math.pow(fold.score() - mean, 2)).sum();
    return Math.sqrt(squares / (folds.size() - 1) / folds.size());
  }

  private static double mean(List<Measures> folds, ToDoubleFunction<Measures> value) {
    return folds.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
