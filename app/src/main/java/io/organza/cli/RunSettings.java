package io.organza.cli;

import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run writes, and how often; it has no influence on what the run learns.
 *
 * @param sampleEvery thousands of images between two sheets of samples
 * @param checkpointEvery thousands of images between two checkpoints
 * @param keep how many checkpoints are kept
 */
record RunSettings(double sampleEvery, double checkpointEvery, int keep) {

  static final RunSettings DEFAULT = new RunSettings(12, 12, 5);

  private static final String FILE = "run.json";

  RunSettings {
    if (!(sampleEvery > 0) || !(checkpointEvery > 0) || keep < 1) {
      throw new IllegalArgumentException("all must be above 0");
    }
  }

  /** Reads the settings of the run with these checkpoints, the default if it has none. */
  static RunSettings read(Path checkpoints) throws IOException {
    Path file = checkpoints.resolve(FILE);
    if (!Files.exists(file)) {
      return DEFAULT;
    }
    try {
      return RecordJson.read(Files.readString(file), RunSettings.class);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(file + ": " + e.getMessage());
    }
  }

  /** Keeps the settings for the time when the run is resumed. */
  void write(Path checkpoints) throws IOException {
    Files.writeString(checkpoints.resolve(FILE), RecordJson.write(this));
  }
}
