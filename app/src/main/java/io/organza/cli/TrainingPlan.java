package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.Provenance;
import io.organza.data.PackedImages;
import io.organza.torch.ComputeThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a training needs to know before it begins or goes on.
 *
 * @param config what it learns
 * @param goal how long it goes
 * @param settings what it writes, and how often
 * @param images what it learns from
 * @param device where it computes
 * @param from the checkpoint to go on from
 */
record TrainingPlan(
    GanConfig config,
    Goal goal,
    RunSettings settings,
    PackedImages images,
    Device device,
    @Nullable Checkpoint from) {

  /** Returns where the states to be saved come from. */
  Provenance provenance() {
    List<String> history = new ArrayList<>();
    if (from == null) {
      history.add("began with " + Versions.line());
    } else {
      history.addAll(from.provenance().history());
      history.add("resumed at image " + from.images() + " with " + Versions.line());
    }
    return new Provenance(images.contentHash(), Versions.byName(), machineByName(), history);
  }

  /** Returns what may make the same steps give other bits. */
  Map<String, String> machineByName() {
    return Map.of(
        "device", DeviceChoice.name(device),
        "threads", Integer.toString(ComputeThreads.count()),
        "processor", System.getProperty("os.arch"),
        "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
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
