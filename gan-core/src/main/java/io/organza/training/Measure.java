package io.organza.training;

/** What a step measures: scalars on the device, which are read at once when the step is done. */
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
  WEIGHTS,
  REAL_VARIETY,
  FAKE_VARIETY
}
