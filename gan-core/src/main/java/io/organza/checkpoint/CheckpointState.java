package io.organza.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.record.RecordJson;
import io.organza.training.Recoveries;
import io.organza.training.TrainingState;
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
    if (steps < 0 || images < 0) {
      throw new IllegalArgumentException(
          "steps and images must be at least 0, got " + steps + " and " + images);
    }
    if (!(augmentProbability >= 0 && augmentProbability <= 1)) {
      throw new IllegalArgumentException(
          "augmentProbability must be from 0 to 1, got " + augmentProbability);
    }
    long rest = images;
    for (long shown : classImages) {
      if (shown < 0 || shown > rest) {
        throw new IllegalArgumentException(
            "classImages must be at least 0, and no more than all %d images, got %s"
                .formatted(images, classImages));
      }
      rest -= shown;
    }
    instant(savedAt);
  }

  static CheckpointState of(TrainingState state, Instant savedAt, Provenance provenance) {
    return new CheckpointState(
        FORMAT_VERSION,
        state.steps(),
        state.images(),
        state.images() / 1000.0,
        state.recoveries(),
        state.augmentProbability(),
        state.l2Decades(),
        state.classImages(),
        savedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
        provenance);
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
