package io.organza.training;

/**
 * What one step measured; {@link TickReport} says what each means.
 *
 * @param r1 NaN at a step without penalties
 * @param r2 NaN at a step without penalties
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
    double weightPenaltyShare) {

  /** Returns whether losses and gradients are numbers. */
  boolean isFinite() {
    return Double.isFinite(
        discriminatorLoss
            + generatorLoss
            + discriminatorGradientNorm
            + generatorGradientNorm
            + weightPenalty);
  }
}
