package io.organza.augment;

import ai.djl.ndarray.NDArray;
import io.organza.random.RandomStream;

/**
 * What is done to images before the discriminator sees them, and how likely it is.
 *
 * <p>The adaptive probability follows ADA (Karras et al., "Training generative adversarial networks
 * with limited data", NeurIPS 2020): it rises while the discriminator is right too often, and falls
 * while it is not. ADA takes the signs of D(real) for that, which mean nothing where only
 * differences of logits are trained; here it is the signs of D(real) - D(fake), of the pairs of a
 * batch as training shows them.
 */
public final class Augmentation {

  private final AugmentOptions options;

  /** Prepares what the options say. */
  public Augmentation(AugmentOptions options) {
    this.options = options;
  }

  /** Returns the probability that training uses where the adaptive one is as given. */
  public double probability(double adapted) {
    if (options.transforms().isEmpty()) {
      return 0;
    }
    return options.adaptive() ? adapted : 1;
  }

  /**
   * Returns the images as the discriminator is to see them, in the manager of the images.
   *
   * @param images (N, C, H, W) in [-1, 1], float32
   * @param probability with which each transformation is done to each image
   * @param random decides which images are transformed, and how
   */
  public NDArray apply(NDArray images, double probability, RandomStream random) {
    return apply(images, 0, (int) images.getShape().get(0), probability, random);
  }

  /**
   * As above, for images that are a part of a batch: they are transformed as in the whole of it.
   *
   * @param from the place of the first image in the batch
   * @param batch the images of the whole batch
   */
  public NDArray apply(
      NDArray images, int from, int batch, double probability, RandomStream random) {
    if (probability == 0) {
      return images;
    }
    NDArray seen = images;
    for (Transform transform : options.transforms()) {
      seen = transform.apply(seen, from, batch, probability, random);
    }
    return seen;
  }

  /**
   * Returns the adaptive probability after a step.
   *
   * @param adapted the probability before it
   * @param pairSign the mean sign of D(real) - D(fake) over the step's pairs
   * @param batch the images of the step
   */
  public double adapt(double adapted, double pairSign, int batch) {
    if (!options.adaptive()) {
      return adapted;
    }
    double way = batch / (options.rampKimg() * 1000);
    return pairSign > options.target()
        ? Math.min(options.most(), adapted + way)
        : Math.max(0, adapted - way);
  }
}
