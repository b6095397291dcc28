package io.organza.cli;

import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.Provenance;
import io.organza.checkpoint.SavedTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code inspect} says about a checkpoint, whose sums were checked when it was opened. */
final class CheckpointReport {

  private CheckpointReport() {}

  static List<String> lines(Checkpoint checkpoint) throws IOException {
    Provenance provenance = checkpoint.provenance();
    List<String> lines = new ArrayList<>();
    lines.add("Checkpoint " + checkpoint.directory() + ", all checksums are right");
    lines.add(
        "progress    %d steps, %d images%s"
            .formatted(checkpoint.steps(), checkpoint.images(), ofGoal(checkpoint, 1)));
    lines.add("saved       " + checkpoint.savedAt());
    lines.add("versions    " + provenance.versions());
    lines.add("machine     " + provenance.machine());
    lines.add("images      content " + provenance.contentHash());
    provenance.history().forEach(event -> lines.add("history     " + event));
    lines.addAll(summary(checkpoint.config()));
    checkpoint.config().toJson().lines().forEach(lines::add);
    List<SavedTensor> tensors = checkpoint.tensors();
    long numbers = tensors.stream().mapToLong(tensor -> tensor.shape().size()).sum();
    lines.add("tensors     %d, %s numbers in all".formatted(tensors.size(), Format.count(numbers)));
    tensors.forEach(tensor -> lines.add("            " + line(tensor)));
    return lines;
  }

  /**
   * Returns the goal of the checkpoint's run as a part of a line, {@code " of 48"}; nothing if it
   * was passed, or if the run is counted in minutes.
   *
   * @param unit how many images the goal is told in
   */
  static String ofGoal(Checkpoint checkpoint, int unit) throws IOException {
    if (RunSettings.read(Folders.of(checkpoint.directory())).minutes() > 0) {
      return "";
    }
    double goal = checkpoint.config().training().kimg() * (1000.0 / unit);
    return Format.ofGoal((double) checkpoint.images() / unit, goal);
  }

  private static String line(SavedTensor tensor) {
    String name = tensor.group() + "/" + tensor.name();
    String shape = Arrays.toString(tensor.shape().getShape());
    return "%-55s %-20s norm %s".formatted(name, shape, Format.measure(tensor.norm()));
  }

  /** Returns what matters most of a configuration. */
  static List<String> summary(GanConfig config) {
    return List.of(
        "data        %s at %s".formatted(config.data().source(), Datasets.shape(config.network())),
        "network     %s, widths %s"
            .formatted(Choices.word(config.network().family()), config.network().generatorWidths()),
        "loss        %s, L2 %s, L1 %s, clip %s at %s"
            .formatted(
                Choices.word(config.loss().adversarial()),
                L2Choice.describe(config.loss()),
                Format.number(config.loss().l1()),
                Choices.word(config.loss().clip()),
                Format.number(config.loss().clipAt())),
        "training    batch %d, %s, seed %d, augmentation %s"
            .formatted(
                config.training().batch(),
                Choices.word(config.training().precision()),
                config.seed(),
                AugmentChoice.describe(config.training().augment())));
  }
}
