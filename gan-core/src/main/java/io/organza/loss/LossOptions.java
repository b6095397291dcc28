package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.record.Problems;
import java.util.List;

/**
 * What training minimises.
 *
 * @param adversarial the adversarial loss
 * @param variety the share in the losses of how images are judged among others, 0 to 1; the rest is
 *     that of each image alone. Only the strided family judges images among others
 * @param penaltyEvery R1 and R2 are computed at every so many steps, and then count so many times
 * @param r2 whether the discriminator's gradient is penalised at fake images too, not only at real
 * @param l2 lambda of the generator's L2 penalty, 0 for none
 * @param l1 lambda of the generator's L1 penalty, 0 for none
 * @param l2Form the form of the L2 penalty
 * @param adaptiveL2 how lambda of the L2 penalty moves from there
 * @param clip how gradients are clipped
 * @param clipAt the bound of clipping
 */
public record LossOptions(
    AdversarialLoss adversarial,
    double variety,
    int penaltyEvery,
    boolean r2,
    double l2,
    double l1,
    L2Form l2Form,
    AdaptiveL2 adaptiveL2,
    Clipping clip,
    double clipAt) {

  private static final Shape ONE = new Shape(1);

  /** Returns the same with a lambda that stays. */
  public LossOptions withFixedL2() {
    return new LossOptions(
        adversarial, variety, penaltyEvery, r2, l2, l1, l2Form, AdaptiveL2.NONE, clip, clipAt);
  }

  /**
   * Returns the mean of (..., J) over the discriminator's judgements by their shares: its only one,
   * or of images alone and among others.
   */
  public NDArray overall(NDArray ofJudgements) {
    int[] judgements = {-1};
    if (ofJudgements.getShape().tail() == 1) {
      return ofJudgements.sum(judgements);
    }
    NDManager owner = ofJudgements.getManager();
    float among = (float) variety;
    // Filled, not copied from Java's memory: a GPU need not wait.
    NDArray shares = owner.full(ONE, 1 - among).concat(owner.full(ONE, among));
    return ofJudgements.mul(shares).sum(judgements);
  }

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    boolean clipsRight =
        Double.isFinite(clipAt) && (clip == Clipping.NONE ? clipAt >= 0 : clipAt > 0);
    return new Problems()
        .require("variety", variety >= 0 && variety <= 1, "from 0 to 1", variety)
        .require("penalty-every", penaltyEvery >= 1, "at least 1", penaltyEvery)
        .require("l2", l2 >= 0 && Double.isFinite(l2), "at least 0 and finite", l2)
        .require("l2", l2 > 0 || !adaptiveL2.enabled(), "above 0 to be adaptive", l2)
        .addAll(adaptiveL2.problems())
        .require("l1", l1 >= 0 && Double.isFinite(l1), "at least 0 and finite", l1)
        .require("clip-at", clipsRight, "above 0 and finite", clipAt)
        .toList();
  }
}
