package io.organza;

import io.organza.data.DataOptions;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.training.TrainingOptions;

/**
 * All that decides what a run learns.
 *
 * @param seed the seed of everything random
 * @param data which images are trained on
 * @param network the shape of the networks
 * @param loss what training minimises
 * @param training how it is minimised
 */
public record GanConfig(
    long seed,
    DataOptions data,
    NetworkOptions network,
    LossOptions loss,
    TrainingOptions training) {}
