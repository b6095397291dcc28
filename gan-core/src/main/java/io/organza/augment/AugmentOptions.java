package io.organza.augment;

import io.organza.record.Problems;
import java.util.HashSet;
import java.util.List;

/**
 * How images are transformed before the discriminator sees them.
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
        .require("ramp-kimg", rampKimg > 0 && Double.isFinite(rampKimg), "above 0", rampKimg)
        .toList();
  }
}
