package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.Provenance;
import io.organza.data.PackedImages;
import io.organza.torch.ComputeThreads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that a training needs to know before it begins or goes on.
 *
 * @param config what it learns
 * @param goal how long it goes
 * @param settings what it writes, and how often
 * @param images what it learns from
 * @param holdout images that it never learns from, to compare with; may be none
 * @param devices where it computes; what is beside the training, on the first
 * @param origin where its first state comes from
 */
record TrainingPlan(
    GanConfig config,
    Goal goal,
    RunSettings settings,
    PackedImages images,
    PackedImages holdout,
    List<Device> devices,
    Origin origin) {

  /** Returns the first device. */
  Device device() {
    return devices.get(0);
  }

  /** Returns where the states to be saved come from. */
  Provenance provenance() {
    return new Provenance(
        images.contentHash(), Versions.byName(), machineByName(), origin.history());
  }

  /** Returns what the same steps may give other bits on: names and values. */
  private Map<String, String> machineByName() {
    return Map.of(
        "device", DeviceChoice.name(devices),
        "threads", Integer.toString(ComputeThreads.count()),
        "processor", System.getProperty("os.arch"));
  }

  /**
   * Returns why the same steps may give other bits here, as a line: the differences between this
   * machine and the one that trained before, or what does not even repeat itself.
   */
  Optional<String> otherMachine() {
    Checkpoint from = origin.checkpoint();
    if (from == null || origin.isNewRun()) {
      return Optional.empty();
    }
    Map<String, String> before = from.provenance().machine();
    String differences =
        machineByName().entrySet().stream()
            .filter(now -> !now.getValue().equals(before.get(now.getKey())))
            .map(
                now ->
                    "%s %s, not %s"
                        .formatted(now.getKey(), now.getValue(), before.get(now.getKey())))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!differences.isEmpty()) {
      return Optional.of(differences);
    }
    return device().isGpu()
        ? Optional.of("a GPU, whose sums have no fixed order")
        : Optional.empty();
  }

  /** Returns the line that a run begins with. */
  String machine() {
    return "%s, %s, %s, %s"
        .formatted(
            Versions.line(),
            DeviceChoice.name(devices),
            Choices.word(config.training().precision()),
            Format.counted(ComputeThreads.count(), "thread"));
  }
}
