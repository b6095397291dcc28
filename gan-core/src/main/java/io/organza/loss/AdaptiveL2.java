package io.organza.loss;

import io.organza.record.Problems;
import java.util.List;

/**
 * How lambda of the L2 penalty follows the overfitting gap: it grows while the discriminator knows
 * more of the training images by heart than is wanted, and shrinks while it does not.
 *
 * @param enabled whether it does; else lambda stays what it is
 * @param least the least lambda, above 0
 * @param most the greatest lambda
 * @param target the gap towards which lambda moves, r_v of ADA: 0 for nothing by heart, 1 for all
 * @param decadeKimg in how many thousands of images lambda moves by a factor of ten
 */
public record AdaptiveL2(
    boolean enabled, double least, double most, double target, double decadeKimg) {

  /** A fixed lambda; the numbers are those of an adaptive one if nobody gives others. */
  public static final AdaptiveL2 NONE = new AdaptiveL2(false, 1e-7, 1e-3, 0.1, 20);

  /**
   * Returns what is wrong with the values; each problem begins with the option of the bounds in
   * kebab-case, or with the key of a configuration where there is no option.
   */
  public List<String> problems() {
    List<String> bounds =
        new Problems()
            .require("least", least > 0 && Double.isFinite(least), "above 0 and finite", least)
            .require("most", most >= least && Double.isFinite(most), "at least the least", most)
            .toList();
    return new Problems()
        .addAll("l2-bounds", bounds)
        .require("loss.adaptiveL2.target", target >= 0 && target <= 1, "from 0 to 1", target)
        .require(
            "loss.adaptiveL2.decadeKimg",
            decadeKimg > 0 && Double.isFinite(decadeKimg),
            "above 0 and finite",
            decadeKimg)
        .toList();
  }

  /**
   * Returns lambda.
   *
   * @param l2 where it began
   * @param decades by how many powers of ten it moved since
   */
  public double lambda(double l2, double decades) {
    return enabled ? Math.min(most, Math.max(least, l2 * Math.pow(10, decades))) : l2;
  }

  /**
   * Returns by how many powers of ten lambda has moved after so many more images.
   *
   * @param l2 where it began, above 0
   * @param decades by how many it had moved before
   * @param isWide whether the gap is above the target
   * @param kimg thousands of images since then
   */
  public double move(double l2, double decades, boolean isWide, double kimg) {
    double moved = decades + (isWide ? kimg : -kimg) / decadeKimg;
    return Math.min(Math.log10(most / l2), Math.max(Math.log10(least / l2), moved));
  }
}
