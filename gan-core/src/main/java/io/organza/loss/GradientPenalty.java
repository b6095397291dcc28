package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.organza.torch.Torch;
import java.util.List;

/**
 * The zero-centred gradient penalty: how steep the discriminator is at images. At real images it is
 * called R1, at fake ones R2 (Mescheder, Geiger and Nowozin, "Which training methods for GANs do
 * actually converge?", ICML 2018). It counts gamma / 2 times in the discriminator's loss.
 */
public final class GradientPenalty {

  private GradientPenalty() {}

  /**
   * Returns, for each of the batches of images, the mean over images of ||grad D(x)||^2, the norm
   * over all pixels and channels: exact, and differentiable for the discriminator's weights. Where
   * an image moves the logits of others too, the gradient is that of the sum of all logits.
   *
   * @param logits recorded, those of all the images
   * @param images batches (N, C, H, W), made by {@link Torch#leaf}
   */
  public static NDList of(NDArray logits, List<NDArray> images) {
    NDList means = new NDList();
    Torch.squaredGradientNorms(logits, images).forEach(norms -> means.add(norms.mean()));
    return means;
  }
}
