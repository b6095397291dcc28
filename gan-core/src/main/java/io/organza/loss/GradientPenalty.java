package io.organza.loss;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Torch;

/**
 * The zero-centred gradient penalty: how steep the discriminator is at images. At real images it is
 * called R1, at fake ones R2 (Mescheder, Geiger and Nowozin, "Which training methods for GANs do
 * actually converge?", ICML 2018). It counts gamma / 2 times in the discriminator's loss.
 */
public final class GradientPenalty {

  private GradientPenalty() {}

  /**
   * Returns the mean over images of ||grad D(x)||^2, the norm over all pixels and channels: exact,
   * and differentiable for the discriminator's weights.
   *
   * @param logits (N), recorded, from the images
   * @param images (N, C, H, W), made by {@link Torch#leaf}
   */
  public static NDArray of(NDArray logits, NDArray images) {
    return Torch.squaredGradientNorm(logits, images).mean();
  }
}
