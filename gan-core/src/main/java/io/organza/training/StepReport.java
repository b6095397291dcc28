package io.organza.training;

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

  /** Names what {@link AdversarialStep} measured, in its order. */
  static StepReport of(
      float[] v, double clipAt, double learningRate, double augmentProbability, double lambda) {
    return new StepReport(
        v[0],
        v[6],
        v[1],
        v[2],
        v[4],
        v[5],
        v[7],
        v[8] > clipAt,
        v[9],
        v[10] > clipAt,
        v[11],
        v[13] / (v[12] + v[13]),
        v[14],
        v[15] > 0 ? v[16] / v[15] : Double.NaN,
        learningRate,
        v[3],
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
