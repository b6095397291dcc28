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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        "processor", System.getProperty("os.arch"),
        "model", Processor.model());
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
    Provenance before = from.provenance();
    String differences =
        Stream.concat(
                differences(before.machine(), machineByName()),
                differences(before.versions(), Versions.byName()))
            .collect(Collectors.joining(", "));
    if (!differences.isEmpty()) {
      return Optional.of(differences);
    }
    return device().isGpu()
        ? Optional.of("a GPU, whose sums have no fixed order")
        : Optional.empty();
  }

  /** Returns what is another than before, as far as both are known. */
  static Stream<String> differences(Map<String, String> before, Map<String, String> now) {
    return new TreeMap<>(now)
        .entrySet().stream()
            .filter(
                one -> !before.getOrDefault(one.getKey(), one.getValue()).equals(one.getValue()))
            .map(
                one ->
                    "%s %s, not %s"
                        .formatted(one.getKey(), one.getValue(), before.get(one.getKey())));
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
