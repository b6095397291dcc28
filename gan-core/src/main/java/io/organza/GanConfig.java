package io.organza;

import io.organza.data.DataOptions;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.record.Problems;
import io.organza.record.RecordJson;
import io.organza.training.TrainingOptions;
import java.util.List;

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
    TrainingOptions training) {

  /**
   * Reads what {@link #toJson} writes.
   *
   * @throws IllegalArgumentException if the JSON is malformed, a key is unknown, missing or twice
   *     there, or a value has the wrong type; each problem is a line with the key's path
   */
  public static GanConfig fromJson(String json) {
    return RecordJson.read(json, GanConfig.class);
  }

  /**
   * Reads what {@link #toJson} of this or an earlier version wrote: a key that was added since then
   * may be missing, and has the value that means what was before; one that was given up may be
   * there if its value means what is now.
   *
   * @throws IllegalArgumentException as {@link #fromJson}
   */
  public static GanConfig fromEarlierJson(String json) {
    return ConfigLayers.overAddedKeys().merge(json).withoutGivenUpKeys().toConfig();
  }

  /** Returns the configuration as indented JSON, always in the same order. */
  public String toJson() {
    return RecordJson.write(this);
  }

  /**
   * Returns what is wrong with the values, nothing if the configuration can be trained.
   *
   * <p>Each problem begins with the option in kebab-case: {@code batch: must be at least 1, got 0}.
   */
  public List<String> problems() {
    return new Problems()
        .require("seed", seed >= 0, "at least 0", seed)
        .addAll(data.problems())
        .addAll(network.problems())
        .addAll(loss.problems())
        .addAll(training.problems())
        .require(
            "l2",
            !loss.adaptiveL2().enabled() || data.holdout() > 0,
            "a number where no images are set aside to see the gap (holdout)",
            "adaptive")
        .require(
            "variety",
            network.family().judgesVariety() || loss.variety() == 1,
            "1, as it is, for networks that judge each image alone anyway",
            loss.variety())
        .require(
            "batch",
            fits(),
            "small enough for a batch of images to fit one array",
            training.batch())
        .require(
            "micro-batch",
            !network.family().normalisesBatches() || training.microBatch() <= 0,
            "0 for networks with batch normalisation, which takes the batch as a whole",
            training.microBatch())
        .toList();
  }

  /** Returns what the classes are called, in the order of their labels; none without classes. */
  public List<String> classNames() {
    return data.classNames();
  }

  private boolean fits() {
    double pixels = (double) network.height() * network.width() * network.channels();
    return pixels * Math.max(1, training.batch()) <= Integer.MAX_VALUE;
  }
}
