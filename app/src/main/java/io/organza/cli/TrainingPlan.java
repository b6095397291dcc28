package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Provenance;
import io.organza.data.PackedImages;
import io.organza.torch.ComputeThreads;

/**
 * All that a training needs to know before it begins or goes on.
 *
 * @param config what it learns
 * @param goal how long it goes
 * @param settings what it writes, and how often
 * @param images what it learns from
 * @param device where it computes
 * @param origin where its first state comes from
 */
record TrainingPlan(
    GanConfig config,
    Goal goal,
    RunSettings settings,
    PackedImages images,
    Device device,
    Origin origin) {

  /** Returns where the states to be saved come from. */
  Provenance provenance() {
    return new Provenance(images.contentHash(), Versions.byName(), origin.history());
  }

  /** Returns the line that a run begins with. */
  String machine() {
    return "%s, %s, %s, %s"
        .formatted(
            Versions.line(),
            DeviceChoice.name(device),
            Choices.word(config.training().precision()),
            Format.counted(ComputeThreads.count(), "thread"));
  }
}
