package io.organza.training;

import io.organza.augment.AugmentOptions;
import io.organza.record.Problems;
import io.organza.torch.Precision;
import java.util.List;

/**
 * How the networks are trained.
 *
 * @param kimg the length of the training, in thousands of images
 * @param batch images per step
 * @param precision the number format of the networks
 * @param learningRate Adam's step size
 * @param generatorRate the generator's step size in multiples of that
 * @param beta1 Adam's decay of the first moment, 0 up to but not 1
 * @param beta2 Adam's decay of the second moment, 0 up to but not 1
 * @param gamma the weight of the gradient penalties; 0 for none
 * @param emaKimg the half-life of the generator's moving average, in thousands of images
 * @param tickKimg the time between two reports, in thousands of images
 * @param augment how images are transformed before the discriminator sees them
 * @param microBatch images that are computed at once, for less memory; the gradients of a step are
 *     the sum over such pieces of its batch; 0 for all
 * @param generatorDropout the share of the generator's features that is dropped, 0 up to but not 1
 */
public record TrainingOptions(
    double kimg,
    int batch,
    Precision precision,
    Schedule learningRate,
    double generatorRate,
    double beta1,
    Schedule beta2,
    Schedule gamma,
    Schedule emaKimg,
    double tickKimg,
    AugmentOptions augment,
    int microBatch,
    double generatorDropout) {

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    return new Problems()
        .require("kimg", kimg > 0 && Double.isFinite(kimg), "above 0 and finite", kimg)
        .require("batch", batch >= 1, "at least 1", batch)
        .addAll("learning-rate", learningRate.problems())
        .require("learning-rate", learningRate.least() >= 0, "at least 0", learningRate.least())
        .require(
            "generator-rate",
            generatorRate > 0 && Double.isFinite(generatorRate),
            "above 0 and finite",
            generatorRate)
        .require("beta1", beta1 >= 0 && beta1 < 1, "at least 0 and below 1", beta1)
        .addAll("beta2", beta2.problems())
        .require("beta2", beta2.least() >= 0, "at least 0", beta2.least())
        .require("beta2", beta2.greatest() < 1, "below 1", beta2.greatest())
        .addAll("gamma", gamma.problems())
        .require("gamma", gamma.least() >= 0, "at least 0", gamma.least())
        .addAll("ema-kimg", emaKimg.problems())
        .require("ema-kimg", emaKimg.least() >= 0, "at least 0", emaKimg.least())
        .require(
            "tick-kimg", tickKimg > 0 && Double.isFinite(tickKimg), "above 0 and finite", tickKimg)
        .addAll("augment", augment.problems())
        .require("micro-batch", microBatch >= 0, "at least 0 (the whole batch)", microBatch)
        .require(
            "generator-dropout",
            generatorDropout >= 0 && generatorDropout < 1,
            "at least 0 and below 1",
            generatorDropout)
        .toList();
  }
}
