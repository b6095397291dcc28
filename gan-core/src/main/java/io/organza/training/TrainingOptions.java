package io.organza.training;

import io.organza.torch.Precision;

/**
 * How the networks are trained.
 *
 * @param kimg the length of the training, in thousands of images
 * @param batch images per step
 * @param precision the number format of the networks
 * @param learningRate Adam's step size, for both networks
 * @param beta1 Adam's decay of the first moment, 0 up to but not 1
 * @param beta2 Adam's decay of the second moment, 0 up to but not 1
 * @param gamma the weight of the gradient penalties; 0 for none
 * @param emaKimg the half-life of the generator's moving average, in thousands of images
 * @param tickKimg the time between two reports, in thousands of images
 */
public record TrainingOptions(
    double kimg,
    int batch,
    Precision precision,
    Schedule learningRate,
    double beta1,
    Schedule beta2,
    Schedule gamma,
    Schedule emaKimg,
    double tickKimg) {}
