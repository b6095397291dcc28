package io.organza.training;

/**
 * What happened since the last tick: means over its steps.
 *
 * @param images real images shown to the discriminator since the run began
 * @param seconds the time since this process began to train
 * @param imagesPerSecond the speed since the last tick
 * @param discriminatorLoss the adversarial loss of the discriminator, without penalties
 * @param generatorLoss the adversarial loss of the generator, without penalties
 * @param r1 mean squared norm of the discriminator's gradient at real images, NaN if never computed
 * @param r2 the same at fake images
 * @param discriminatorGradientNorm the norm of the discriminator's whole gradient before clipping
 * @param generatorGradientNorm the same for the generator
 * @param discriminatorClipped the share of steps whose discriminator gradient was clipped, 0 to 1
 * @param generatorClipped the same for the generator
 * @param weightPenalty the value of the penalty on the generator's weights
 * @param weightPenaltyShare the norm of the weight penalty's gradient, as a share of the sum of its
 *     own and the adversarial gradient's norm, 0 to 1
 * @param realLogits the mean logit of real images
 * @param fakeLogits the mean logit of fake images
 * @param fakeVariety how much fake images differ from each other, as a multiple of what real ones
 *     do: of both the standard deviation over a batch, mean over all pixels; NaN if all real images
 *     of each batch are the same
 * @param learningRate the learning rate of the last step
 * @param pairSign the mean sign of D(real) - D(fake), over pairs of images as the discriminator was
 *     shown them, -1 to 1: how often it is right, twice, less 1
 * @param augmentProbability the probability with which images were transformed at the last step
 * @param lambda the adaptive lambda of the L2 penalty at the last step; NaN if lambda is fixed
 * @param gap how much worse the discriminator knows images that it is not trained on, 0 for not at
 *     all, 1 if it takes them for fakes: r_v of ADA, over the last ticks; NaN without a hold-out
 */
public record TickReport(
    long images,
    double seconds,
    double imagesPerSecond,
    double discriminatorLoss,
    double generatorLoss,
    double r1,
    double r2,
    double discriminatorGradientNorm,
    double generatorGradientNorm,
    double discriminatorClipped,
    double generatorClipped,
    double weightPenalty,
    double weightPenaltyShare,
    double realLogits,
    double fakeLogits,
    double fakeVariety,
    double learningRate,
    double pairSign,
    double augmentProbability,
    double lambda,
    double gap) {}
