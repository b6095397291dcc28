package io.organza.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.record.RecordJson;
import io.organza.training.Recoveries;
import io.organza.training.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The content of a checkpoint's {@code state.json}.
 *
 * @param formatVersion the version of the checkpoint's format
 * @param steps steps taken
 * @param images real images that the discriminator was shown
 * @param kimg the same in thousands
 * @param recoveries what the training recovered from
 * @param augmentProbability the probability of adaptive augmentation, 0 to 1
 * @param l2Decades by how many powers of ten adaptive lambda moved
 * @param classImages how many real images of each class the discriminator was shown; none if
 *     training is unconditional
 * @param savedAt when it was saved, an instant of ISO 8601 in UTC: {@code 2026-05-01T12:00:00Z}
 * @param provenance where the state comes from
 */
record CheckpointState(
    int formatVersion,
    long steps,
    long images,
    double kimg,
    Recoveries recoveries,
    double augmentProbability,
    double l2Decades,
    List<Long> classImages,
    String savedAt,
    Provenance provenance) {

  static final String FILE = "state.json";

  private static final int FORMAT_VERSION = 1;

  CheckpointState {
    // Refuses what no training can be.
    new TrainingProgress(steps, images, recoveries, augmentProbability, l2Decades, classImages);
    instant(savedAt);
  }

  static CheckpointState of(TrainingProgress progress, Instant savedAt, Provenance provenance) {
    return new CheckpointState(
        FORMAT_VERSION,
        progress.steps(),
        progress.images(),
        progress.images() / 1000.0,
        progress.recoveries(),
        progress.augmentProbability(),
        progress.l2Decades(),
        progress.classImages(),
        savedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
        provenance);
  }

  TrainingProgress progress() {
    return new TrainingProgress(
        steps, images, recoveries, augmentProbability, l2Decades, classImages);
  }

  Instant savedInstant() {
    return instant(savedAt);
  }

  /** Reads the state of the checkpoint in the given directory. */
  static CheckpointState read(Path directory) throws CheckpointException {
    Path file = directory.resolve(FILE);
    try {
      JsonNode tree = RecordJson.parse(RegularFiles.readText(file, RegularFiles.LONGEST_JSON));
      JsonNode version = tree.path("formatVersion");
      if (!version.isInt() || version.intValue() != FORMAT_VERSION) {
        throw new CheckpointException(
            file, "expected format version " + FORMAT_VERSION + ", found " + version);
      }
      // The keys were added to version 1. Before, the first two could not be adaptive.
      ((ObjectNode) tree).putIfAbsent("augmentProbability", DoubleNode.valueOf(0));
      ((ObjectNode) tree).putIfAbsent("l2Decades", DoubleNode.valueOf(0));
      ((ObjectNode) tree).putIfAbsent("classImages", JsonNodeFactory.instance.arrayNode());
      return RecordJson.read(tree, CheckpointState.class);
    } catch (IOException | IllegalArgumentException e) {
      throw CheckpointException.of(file, e);
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "savedAt must be an instant such as 2026-05-01T12:00:00Z, got " + text, e);
    }
  }
}
