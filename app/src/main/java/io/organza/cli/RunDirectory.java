package io.organza.cli;

import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

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

  /** Removes a run that was created and has no checkpoint, so that its name is free again. */
  void discard() throws IOException {
    if (!store().list().isEmpty()) {
      return;
    }
    for (Path folder : new TreeSet<>(List.of(samples, checkpoints))) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
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
