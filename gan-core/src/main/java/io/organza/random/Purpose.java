package io.organza.random;

/**
 * What random numbers are drawn for; each purpose has streams of its own.
 *
 * <p>The numbers are part of what a seed means: never change or reuse one.
 */
public enum Purpose {
  /** Initial weights; the index is the parameter's. */
  WEIGHTS(1),
  /** Latents of training; the index is the step, and in its upper 16 bits the recoveries. */
  TRAINING_LATENTS(2),
  /** Latents of made images; the index is the image's seed. */
  SAMPLE_LATENTS(3),
  /** The order of the images; the index is the epoch. */
  ORDER(4),
  /** Which images of a batch are mirrored; the index is the step. */
  MIRROR(5),
  /** Drawn pictures; the index is the picture's. */
  PICTURE(6),
  /** The order of the images by class; the index counts the epochs of the classes in turn. */
  BALANCED_ORDER(20),
  /**
   * How images are augmented; the index is that of the training latents times four, plus the number
   * of the batch that a step shows to the discriminator: real images 0, made ones 1 and, in the
   * generator's turn, 3; there is no 2.
   */
  AUGMENTATION(30),
  /** Latents whose images the discriminator is compared on; the index counts these batches. */
  GAP_LATENTS(31),
  /** Latents from which a picture's is searched; the index is the latent's. */
  SEARCHED_LATENTS(32),
  /**
   * Noise and dropout in the generator; the index is that of the training latents. The stages draw
   * one after another.
   */
  GENERATOR_NOISE(33),
  /**
   * Latents and classes whose features the averaged generator is normalised by; the index is that
   * of a batch of them.
   */
  STATISTICS_LATENTS(34),
  /** What a network that judges images is trained on; the index is the step. */
  JUDGING(40),
  /**
   * Which neighbourhoods of an image are compared; the index is the image's place among the images
   * given at once.
   */
  NEIGHBOURHOODS(41),
  /** Directions in which sets of points are compared; the index is the level of the pyramid. */
  DIRECTIONS(42),
  /**
   * Which images stand for a set that is judged, 0, and the order in which two sets are compared, 1
   * and 2.
   */
  JUDGED_ORDER(43),
  /** Settings that are tried; the index is the setting's. */
  TUNING(50);

  final long id;

  Purpose(long id) {
    this.id = id;
  }
}
