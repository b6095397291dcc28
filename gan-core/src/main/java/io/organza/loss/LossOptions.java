package io.organza.loss;

/**
 * What training minimises.
 *
 * @param adversarial the adversarial loss
 * @param penaltyEvery R1 and R2 are computed at every so many steps, and then count so many times
 * @param r2 whether the discriminator's gradient is penalised at fake images too, not only at real
 * @param l2 lambda of the generator's L2 penalty, 0 for none
 * @param l1 lambda of the generator's L1 penalty, 0 for none
 * @param l2Form the form of the L2 penalty
 * @param clip how gradients are clipped
 * @param clipAt the bound of clipping
 */
public record LossOptions(
    AdversarialLoss adversarial,
    int penaltyEvery,
    boolean r2,
    double l2,
    double l1,
    L2Form l2Form,
    Clipping clip,
    double clipAt) {}
