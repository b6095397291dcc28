package io.organza.training;

import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one step measured; {@link TickReport} says what each means.
 *
 * @param r1 NaN at a step without penalties
 * @param r2 NaN at a step without penalties
 * @param weightNorm the norm of all weights and running statistics after the step
 */
record StepReport(
    double discriminatorLoss,
    double generatorLoss,
    double realLogits,
    double fakeLogits,
    double r1,
    double r2,
    double discriminatorGradientNorm,
    boolean discriminatorClipped,
    double generatorGradientNorm,
    boolean generatorClipped,
    double weightPenalty,
    double weightPenaltyShare,
    double weightNorm,
    double fakeVariety,
    double learningRate,
    double pairSign,
    double augmentProbability,
    double lambda) {

  /** Puts together what a step measured; what it did not is NaN. */
  static StepReport of(
      Map<Measure, Double> measured,
      double clipAt,
      double learningRate,
      double augmentProbability,
      double lambda) {
    ToDoubleFunction<Measure> of = measure -> measured.getOrDefault(measure, Double.NaN);
    double penaltyNorm = of.applyAsDouble(Measure.WEIGHT_PENALTY_GRADIENT);
    double adversarialNorm = of.applyAsDouble(Measure.ADVERSARIAL_GRADIENT);
    double realVariety = of.applyAsDouble(Measure.REAL_VARIETY);
    double fakeVariety = of.applyAsDouble(Measure.FAKE_VARIETY);
    return new StepReport(
        of.applyAsDouble(Measure.DISCRIMINATOR_LOSS),
        of.applyAsDouble(Measure.GENERATOR_LOSS),
        of.applyAsDouble(Measure.REAL_LOGITS),
        of.applyAsDouble(Measure.FAKE_LOGITS),
        of.applyAsDouble(Measure.R1),
        of.applyAsDouble(Measure.R2),
        of.applyAsDouble(Measure.DISCRIMINATOR_GRADIENT),
        of.applyAsDouble(Measure.DISCRIMINATOR_BOUNDED) > clipAt,
        of.applyAsDouble(Measure.GENERATOR_GRADIENT),
        of.applyAsDouble(Measure.GENERATOR_BOUNDED) > clipAt,
        of.applyAsDouble(Measure.WEIGHT_PENALTY),
        penaltyNorm / (adversarialNorm + penaltyNorm),
        of.applyAsDouble(Measure.WEIGHTS),
        realVariety > 0 ? fakeVariety / realVariety : Double.NaN,
        learningRate,
        of.applyAsDouble(Measure.PAIR_SIGN),
        augmentProbability,
        lambda);
  }

  /**
   * Returns whether losses, gradients and the new weights are finite.
   *
   * <p>Then the whole state is: the squares that Adam keeps sum up to a finite norm, and the moving
   * average lies between weights.
   */
  boolean isFinite() {
    return Double.isFinite(
        discriminatorLoss
            + generatorLoss
            + discriminatorGradientNorm
            + generatorGradientNorm
            + weightPenalty
            + weightNorm);
  }
}
