package io.organza.cli;

import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where one run keeps its files.
 *
 * @param name the run's name
 * @param samples its folder for images and logs
 * @param checkpoints its folder for checkpoints
 */
record RunDirectory(String name, Path samples, Path checkpoints) {

  /** Returns whether the run has any files. */
  boolean exists() {
    return Files.exists(samples) || Files.exists(checkpoints);
  }

  /** Makes both folders; returns false if one is there already. */
  boolean create() throws IOException {
    Files.createDirectories(Folders.of(samples));
    Files.createDirectories(Folders.of(checkpoints));
    try {
      Files.createDirectory(checkpoints);
      if (!samples.equals(checkpoints)) {
        Files.createDirectory(samples);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Makes what is missing of both folders. */
  void createMissing() throws IOException {
    Files.createDirectories(samples);
    Files.createDirectories(checkpoints);
  }

  CheckpointStore store() {
    return new CheckpointStore(checkpoints);
  }

  Path log() {
    return samples.resolve("log.txt");
  }

  Path stats() {
    return samples.resolve("stats.jsonl");
  }
}
