package io.organza.training;

import java.nio.FloatBuffer;

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

  /** Names what {@link AdversarialStep} measured, one after another in its order. */
  static StepReport of(
      float[] measured,
      double clipAt,
      double learningRate,
      double augmentProbability,
      double lambda) {
    FloatBuffer next = FloatBuffer.wrap(measured);
    float discriminatorLoss = next.get();
    float realLogits = next.get();
    float fakeLogits = next.get();
    float pairSign = next.get();
    float r1 = next.get();
    float r2 = next.get();
    float generatorLoss = next.get();
    float discriminatorNorm = next.get();
    float discriminatorBounded = next.get();
    float generatorNorm = next.get();
    float generatorBounded = next.get();
    float weightPenalty = next.get();
    float adversarialNorm = next.get();
    float penaltyNorm = next.get();
    float weightNorm = next.get();
    float realVariety = next.get();
    float fakeVariety = next.get();
    return new StepReport(
        discriminatorLoss,
        generatorLoss,
        realLogits,
        fakeLogits,
        r1,
        r2,
        discriminatorNorm,
        discriminatorBounded > clipAt,
        generatorNorm,
        generatorBounded > clipAt,
        weightPenalty,
        penaltyNorm / (adversarialNorm + penaltyNorm),
        weightNorm,
        realVariety > 0 ? fakeVariety / realVariety : Double.NaN,
        learningRate,
        pairSign,
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
