package io.organza.training;

/**
 * What a step measures; {@link TickReport} says more of each.
 *
 * <p>Most are scalars on the device, which are read at once when the step is done; the last ones
 * follow from them, or from the rules of the step.
 */
enum Measure {
  DISCRIMINATOR_LOSS,
  REAL_LOGITS,
  FAKE_LOGITS,
  PAIR_SIGN,
  /** At steps with penalties alone. */
  R1,
  /** As above, if the loss has it. */
  R2,
  DISCRIMINATOR_GRADIENT,
  /** The part of the gradient that clipping bounds. */
  DISCRIMINATOR_BOUNDED,
  GENERATOR_LOSS,
  GENERATOR_GRADIENT,
  /** The part of the gradient that clipping bounds. */
  GENERATOR_BOUNDED,
  /** The norm of the generator's gradient without the weight penalty's. */
  ADVERSARIAL_GRADIENT,
  WEIGHT_PENALTY,
  WEIGHT_PENALTY_GRADIENT,
  /** The norm of all weights and running statistics after the step. */
  WEIGHTS,
  REAL_VARIETY,
  FAKE_VARIETY,

  /** 1 if the gradient was clipped, else 0. */
  DISCRIMINATOR_CLIPPED,
  /** As above. */
  GENERATOR_CLIPPED,
  /** The weight penalty's gradient as a share of the sum of its norm and the adversarial one's. */
  WEIGHT_PENALTY_SHARE,
  /** The variety of the fakes over that of the real images, if these differ at all. */
  VARIETY,
  LEARNING_RATE,
  AUGMENT_PROBABILITY,
  /** If it is adaptive. */
  LAMBDA
}
