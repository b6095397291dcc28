package io.organza.cli;

import io.organza.checkpoint.CheckpointPaths;
import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

  /** Makes both folders, which may be one, or none; returns false if one is there already. */
  boolean create() throws IOException {
    Files.createDirectories(Folders.of(samples));
    Files.createDirectories(Folders.of(checkpoints));
    try {
      Files.createDirectory(checkpoints);
      createSamples();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void createSamples() throws IOException {
    try {
      // One folder may have two spellings.
      if (!Files.exists(samples) || !Files.isSameFile(samples, checkpoints)) {
        Files.createDirectory(samples);
      }
    } catch (IOException e) {
      Files.delete(checkpoints);
      throw e;
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
    delete(samples);
    if (Files.exists(checkpoints)) {
      delete(checkpoints);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  CheckpointStore store() {
    return new CheckpointStore(checkpoints);
  }

  /** Returns the file that names the checkpoint that was saved last. */
  Path latest() {
    return checkpoints.resolve(CheckpointPaths.LATEST);
  }

  /** Returns the file that names the checkpoint that scored best. */
  Path best() {
    return checkpoints.resolve(CheckpointPaths.BEST);
  }

  Path log() {
    return samples.resolve("log.txt");
  }

  Path stats() {
    return samples.resolve("stats.jsonl");
  }
}
