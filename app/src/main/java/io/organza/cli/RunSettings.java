package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.file.AtomicFile;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a run keeps beside what it learns: what it writes, and how often; and how long it goes if
 * that is counted in time.
 *
 * @param sampleEvery thousands of images between two sheets of samples
 * @param checkpointEvery thousands of images between two checkpoints
 * @param keep how many checkpoints are kept
 * @param scoreEvery thousands of images between two scores; 0 for none
 * @param stopAfter thousands of images without a better score, after which to stop; 0 for never
 * @param minutes how long all processes of the run train together; 0 if its length is counted in
 *     images
 */
record RunSettings(
    double sampleEvery,
    double checkpointEvery,
    int keep,
    double scoreEvery,
    double stopAfter,
    double minutes) {

  static final RunSettings DEFAULT = new RunSettings(12, 12, 5, 24, 0, 0);

  private static final String FILE = "run.json";

  RunSettings {
    if (!(sampleEvery > 0) || !(checkpointEvery > 0) || keep < 1) {
      throw new IllegalArgumentException("sampleEvery, checkpointEvery and keep must be above 0");
    }
    if (!(scoreEvery >= 0) || !(stopAfter >= 0) || !(minutes >= 0)) {
      throw new IllegalArgumentException("scoreEvery, stopAfter and minutes must be at least 0");
    }
  }

  /** Returns the settings of a run that trains so long. */
  RunSettings lasting(double minutes) {
    return new RunSettings(sampleEvery, checkpointEvery, keep, scoreEvery, stopAfter, minutes);
  }

  /**
   * Reads the settings of the run with these checkpoints; the default if it has none, and for those
   * that an earlier version did not write. A file that is empty or cut short is refused.
   */
  static RunSettings read(Path checkpoints) throws IOException {
    Path file = checkpoints.resolve(FILE);
    if (!Files.exists(file)) {
      return DEFAULT;
    }
    try {
      ObjectNode settings = (ObjectNode) RecordJson.tree(DEFAULT);
      JsonNode written = JsonFile.read(file);
      if (!written.isObject()) {
        throw new IllegalArgumentException("must be an object with the run's settings");
      }
      written.properties().forEach(one -> settings.set(one.getKey(), one.getValue()));
      return RecordJson.read(settings, RunSettings.class);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s; if it is deleted, the run goes on with the usual settings"
              .formatted(file, e.getMessage()));
    }
  }

  /** Returns whether the run with these checkpoints has settings. */
  static boolean areIn(Path checkpoints) {
    return Files.exists(checkpoints.resolve(FILE));
  }

  /** Keeps the settings for the time when the run is resumed; for who has the run's lock. */
  void write(Path checkpoints) throws IOException {
    AtomicFile.deleteLeftovers(checkpoints, FILE::equals, Instant.MAX);
    AtomicFile.write(checkpoints.resolve(FILE), RecordJson.write(this));
  }
}
