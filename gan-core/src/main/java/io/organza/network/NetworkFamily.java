package io.organza.network;

/** The families of networks that can be built. */
public enum NetworkFamily {
  /** Residual networks without normalisation, after R3GAN (Huang et al., NeurIPS 2024). */
  RESIDUAL,
  /**
   * The classic: transposed convolutions and batch normalisation (Radford, Metz and Chintala, ICLR
   * 2016).
   */
  DCGAN
}
