package io.organza.cli;

import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.Provenance;
import io.organza.checkpoint.SavedTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code inspect} says about a checkpoint, whose sums were checked when it was opened. */
final class CheckpointReport {

  private CheckpointReport() {}

  static List<String> lines(Checkpoint checkpoint) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Checkpoint " + checkpoint.directory() + ", all checksums are right");
    lines.add(
        "progress    %d steps, %d images%s"
            .formatted(checkpoint.steps(), checkpoint.images(), ofGoal(checkpoint, 1)));
    origin(checkpoint).forEach(fact -> lines.add(fact.line()));
    summary(checkpoint).forEach(fact -> lines.add(fact.line()));
    checkpoint.config().toJson().lines().forEach(lines::add);
    List<SavedTensor> tensors = checkpoint.tensors();
    long numbers = tensors.stream().mapToLong(tensor -> tensor.shape().size()).sum();
    lines.add("tensors     %d, %s numbers in all".formatted(tensors.size(), Format.count(numbers)));
    tensors.forEach(tensor -> lines.add("            " + line(tensor)));
    return lines;
  }

  /** Returns when, where and of what a checkpoint was made. */
  static List<Fact> origin(Checkpoint checkpoint) {
    Provenance provenance = checkpoint.provenance();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("saved", "" + checkpoint.savedAt()));
    facts.add(new Fact("versions", words(provenance.versions())));
    facts.add(new Fact("machine", words(provenance.machine())));
    facts.add(new Fact("images", "content " + provenance.contentHash()));
    provenance.history().forEach(event -> facts.add(new Fact("history", event)));
    return facts;
  }

  private static String words(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + value.getValue())
        .collect(Collectors.joining(", "));
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

  /** Returns what matters most of what is trained. */
  static List<Fact> summary(Checkpoint checkpoint) throws IOException {
    GanConfig config = checkpoint.config();
    return List.of(
        new Fact(
            "data", "%s at %s".formatted(config.data().source(), Datasets.shape(config.network()))),
        new Fact(
            "network",
            "%s, widths %s; generator %s, discriminator %s parameters"
                .formatted(
                    Choices.word(config.network().family()),
                    config.network().generatorWidths(),
                    parameters(checkpoint, "generator"),
                    parameters(checkpoint, "discriminator"))),
        new Fact(
            "loss",
            "%s, L2 %s, L1 %s, clip %s at %s"
                .formatted(
                    Choices.word(config.loss().adversarial()),
                    L2Choice.describe(config.loss()),
                    Format.number(config.loss().l1()),
                    Choices.word(config.loss().clip()),
                    Format.number(config.loss().clipAt()))),
        new Fact(
            "training",
            "batch %d, %s, seed %d, augmentation %s"
                .formatted(
                    config.training().batch(),
                    Choices.word(config.training().precision()),
                    config.seed(),
                    AugmentChoice.describe(config.training().augment()))));
  }

  private static String parameters(Checkpoint checkpoint, String group) throws IOException {
    Map<String, Shape> shapes = checkpoint.shapes().getOrDefault(group, Map.of());
    return Format.count(shapes.values().stream().mapToLong(Shape::size).sum());
  }
}
