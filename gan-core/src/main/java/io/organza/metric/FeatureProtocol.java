package io.organza.metric;

/**
 * What a person's TorchScript module takes for an image, always of three channels: (N, 3, H, W).
 */
public enum FeatureProtocol {
  /**
   * Unsigned bytes, and {@code return_features=True}: what NVIDIA's files of StyleGAN2-ADA,
   * StyleGAN3 and EDM take, which resize images themselves.
   */
  NVIDIA("bytes of any size, return_features=True"),

  /** Unsigned bytes: what torch-fidelity's extractors take, which resize images themselves. */
  BYTES("bytes"),

  /** Floats in [0, 1]. */
  UNIT("floats from 0 to 1"),

  /** Floats in [-1, 1]. */
  SIGNED("floats from -1 to 1");

  private final String images;

  FeatureProtocol(String images) {
    this.images = images;
  }

  /** Returns what images are, for a person to read. */
  public String images() {
    return images;
  }
}
