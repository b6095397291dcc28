package io.organza.augment;

import ai.djl.ndarray.NDArray;
import io.organza.random.RandomStream;
import io.organza.record.Problems;
import java.util.HashSet;
import java.util.List;

/**
 * What is done to images before the discriminator sees them, and how likely it is.
 *
 * <p>The adaptive probability follows ADA (Karras et al., "Training generative adversarial networks
 * with limited data", NeurIPS 2020): it rises while the discriminator is right too often, and falls
 * while it is not. ADA takes the signs of D(real) for that, which mean nothing where only
 * differences of logits are trained; here it is the signs of D(real) - D(fake), of the pairs of a
 * batch as training shows them.
 *
 * @param transforms what is done, in this order; nothing if there are none
 * @param adaptive whether each is done to an image with a probability that follows the
 *     discriminator; else each is done to every image
 * @param target the mean sign of D(real) - D(fake), -1 to 1, towards which that probability moves
 * @param most the largest probability, 0 to 1
 * @param rampKimg in how many thousands of images it can go from 0 to 1
 */
public record AugmentOptions(
    List<Transform> transforms, boolean adaptive, double target, double most, double rampKimg) {

  /** No augmentation; the numbers are those of ADA, and the bound that it lacks. */
  public static final AugmentOptions NONE = new AugmentOptions(List.of(), false, 0.6, 0.8, 500);

  public AugmentOptions {
    transforms = List.copyOf(transforms);
  }

  /** Returns what is wrong with the values. */
  public List<String> problems() {
    return new Problems()
        .require(
            "transforms",
            new HashSet<>(transforms).size() == transforms.size(),
            "different ones",
            transforms)
        .require("target", target >= -1 && target <= 1, "from -1 to 1", target)
        .require("most", most >= 0 && most <= 1, "from 0 to 1", most)
        .require(
            "ramp-kimg", rampKimg > 0 && Double.isFinite(rampKimg), "above 0 and finite", rampKimg)
        .toList();
  }

  /** Returns the probability that training uses where the adaptive one is as given. */
  public double probability(double adapted) {
    if (transforms.isEmpty()) {
      return 0;
    }
    return adaptive ? adapted : 1;
  }

  /**
   * Returns images that are a part of a batch as the discriminator is to see them, in their
   * manager; they are transformed as in the whole of it.
   *
   * @param images (N, C, H, W) in [-1, 1], float32
   * @param from the place of the first image in the batch
   * @param batch the images of the whole batch
   * @param probability with which each transformation is done to each image
   * @param random decides which images are transformed, and how
   */
  public NDArray apply(
      NDArray images, int from, int batch, double probability, RandomStream random) {
    if (probability == 0) {
      return images;
    }
    NDArray seen = images;
    for (Transform transform : transforms) {
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
    if (!adaptive) {
      return adapted;
    }
    double way = batch / (rampKimg * 1000);
    return pairSign > target ? Math.min(most, adapted + way) : Math.max(0, adapted - way);
  }
}
