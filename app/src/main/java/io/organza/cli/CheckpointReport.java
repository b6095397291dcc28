package io.organza.cli;

import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code inspect} says about a checkpoint, whose sums were checked when it was opened. */
final class CheckpointReport {

  private CheckpointReport() {}

  static List<String> lines(Checkpoint checkpoint) throws IOException {
    Provenance provenance = checkpoint.provenance();
    List<String> lines = new ArrayList<>();
    lines.add("Checkpoint " + checkpoint.directory() + ", all checksums are right");
    lines.add(
        "progress    %d steps, %d images%s"
            .formatted(
                checkpoint.steps(),
                checkpoint.images(),
                Format.ofGoal(
                    (double) checkpoint.images(), checkpoint.config().training().kimg() * 1000)));
    lines.add("versions    " + provenance.versions());
    lines.add("images      content " + provenance.contentHash());
    provenance.history().forEach(event -> lines.add("history     " + event));
    for (Map.Entry<String, Map<String, Shape>> group : checkpoint.shapes().entrySet()) {
      long size = group.getValue().values().stream().mapToLong(Shape::size).sum();
      lines.add(
          "tensors     %-20s %4d tensors, %s numbers"
              .formatted(group.getKey(), group.getValue().size(), Format.count(size)));
    }
    lines.addAll(summary(checkpoint.config()));
    checkpoint.config().toJson().lines().forEach(lines::add);
    return lines;
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
                Format.number(config.loss().l2()),
                Format.number(config.loss().l1()),
                Choices.word(config.loss().clip()),
                Format.number(config.loss().clipAt())),
        "training    batch %d, %s, seed %d"
            .formatted(
                config.training().batch(),
                Choices.word(config.training().precision()),
                config.seed()));
  }
}
