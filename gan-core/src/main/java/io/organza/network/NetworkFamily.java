package io.organza.network;

/** The families of networks that can be built. */
public enum NetworkFamily {
  /** Residual networks without normalisation, after R3GAN (Huang et al., NeurIPS 2024). */
  RESIDUAL,
  /**
   * Made for CPUs: the classic generator, which learns fast, against a residual discriminator that
   * takes images in by a convolution with stride 2. Having no normalisation, it can be penalised.
   */
  STRIDED,
  /**
   * The classic: transposed convolutions and batch normalisation (Radford, Metz and Chintala, ICLR
   * 2016).
   */
  DCGAN;

  /**
   * Returns whether the batch is normalised as a whole, so that it cannot be computed in pieces.
   */
  public boolean normalisesBatches() {
    return this != RESIDUAL;
  }

  /** Returns whether the discriminator does so, and a logit depends on all images of the batch. */
  public boolean discriminatorNormalises() {
    return this == DCGAN;
  }

  /** Returns whether the discriminator judges how much images differ among each other, too. */
  public boolean judgesVariety() {
    return this == STRIDED;
  }

  /** Returns whether the highest stage is of half the images' resolution, not of all of it. */
  boolean halvesImages() {
    return this != RESIDUAL;
  }
}
