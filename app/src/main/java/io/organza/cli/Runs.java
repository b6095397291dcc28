package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointException;
import io.organza.checkpoint.CheckpointPaths;
import io.organza.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the runs and checkpoints that a person names. */
final class Runs {

  /**
   * A checkpoint and the run that it is of.
   *
   * @param run where the run's files are
   */
  record Found(Checkpoint checkpoint, RunDirectory run) {

    /** Returns where something made of the checkpoint goes if nobody says where. */
    Path file(String folder, String ending) {
      Path name = checkpoint.directory().toAbsolutePath().normalize().getFileName();
      return run.samples().resolve(folder).resolve(name + ending);
    }
  }

  private final FolderOptions folders;
  private final Console console;

  Runs(FolderOptions folders, Console console) {
    this.folders = folders;
    this.console = console;
  }

  /** Returns the checkpoint that is named, the latest of the run that is, or the latest of all. */
  Found find(@Nullable String name) throws IOException {
    if (name == null) {
      return latest(latestRun());
    }
    Optional<Path> checkpoint = checkpoint(name);
    if (checkpoint.isPresent()) {
      Path directory = checkpoint.get();
      Path parent = directory.toAbsolutePath().normalize().getParent();
      return new Found(Checkpoint.open(directory), runOf(parent == null ? directory : parent));
    }
    Optional<RunDirectory> run = run(name);
    if (run.isEmpty()) {
      throw new IOException("no such run or checkpoint: " + name + known());
    }
    return latest(run.get());
  }

  /**
   * As {@link #find}, for what a generator makes: if only a run is named, it is said if the run's
   * best checkpoint is clearly better than the one that is returned.
   */
  Found findGenerator(@Nullable String name) throws IOException {
    Found found = find(name);
    if (name == null || checkpoint(name).isEmpty()) {
      BetterCheckpoint.of(found.run(), found.checkpoint().images())
          .ifPresent(
              better ->
                  console.progress(
                      "%s: for the best one name %s"
                          .formatted(better, NextCommands.quoted(better.path().toString()))));
    }
    return found;
  }

  /**
   * Returns the directory of the checkpoint with this path, or this path below all runs; also of
   * the one that {@code RUN/best} or {@code RUN/latest} names.
   */
  Optional<Path> checkpoint(String name) throws IOException {
    Optional<Path> named = candidates(name).filter(CheckpointPaths::isCheckpoint).findFirst();
    if (named.isPresent()) {
      return named;
    }
    for (Path path : places(name).toList()) {
      Optional<Path> directory = CheckpointPaths.directory(path);
      if (directory.isPresent()) {
        return directory;
      }
    }
    return Optional.empty();
  }

  /** Returns whether a checkpoint is the one that its run saved last. */
  static boolean isLatest(Found found) throws IOException {
    Optional<Path> latest = CheckpointPaths.directory(found.run().latest());
    return latest.isPresent()
        && Files.exists(latest.get())
        && Files.isSameFile(latest.get(), found.checkpoint().directory());
  }

  /** Returns the run with this name, or whose samples or checkpoints have this path. */
  Optional<RunDirectory> run(String name) throws IOException {
    for (Path path : candidates(name).toList()) {
      if (hasCheckpoints(path)) {
        return Optional.of(runOf(path));
      }
    }
    Path last = path(name).map(Path::normalize).map(Path::getFileName).orElse(null);
    if (last != null && path(name).filter(Files::isDirectory).isPresent()) {
      RunDirectory run = folders.run(last.toString());
      boolean same = Files.exists(run.samples()) && Files.isSameFile(run.samples(), Path.of(name));
      return same && hasCheckpoints(run.checkpoints()) ? Optional.of(run) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Returns where the files of a run are, even if it has samples only; by default the latest. */
  RunDirectory directory(@Nullable String name) throws IOException {
    if (name == null) {
      return latestRun();
    }
    Optional<RunDirectory> run = run(name);
    if (run.isEmpty()) {
      run = path(name).map(path -> folders.run(name)).filter(RunDirectory::exists);
    }
    if (run.isEmpty()) {
      throw new IOException("no such run: " + name + known());
    }
    return run.get();
  }

  private Stream<Path> candidates(String name) {
    return places(name).filter(Files::isDirectory);
  }

  private Stream<Path> places(String name) {
    return path(name).stream().flatMap(path -> Stream.of(path, folders.checkpoints.resolve(path)));
  }

  private RunDirectory runOf(Path checkpoints) {
    Path absolute = checkpoints.toAbsolutePath().normalize();
    Path last = absolute.getFileName();
    String name = last == null ? "run" : last.toString();
    // A path that was listed may have a name that cannot come back from text.
    Path samples = last == null ? folders.samples.resolve(name) : folders.samples.resolve(last);
    return new RunDirectory(name, samples, checkpoints);
  }

  private Found latest(RunDirectory run) throws IOException {
    List<CheckpointException> skipped = new ArrayList<>();
    Optional<Checkpoint> latest = run.store().latest(skipped::add);
    skipped.forEach(damaged -> console.warn("damaged: " + damaged.getMessage()));
    Checkpoint checkpoint =
        latest.orElseThrow(() -> new IOException("no checkpoint to use in " + run.checkpoints()));
    if (!skipped.isEmpty()) {
      console.warn("using %s instead".formatted(checkpoint.directory()));
    }
    return new Found(checkpoint, run);
  }

  private RunDirectory latestRun() throws IOException {
    Path newest = null;
    FileTime newestTime = null;
    for (Path run : folders()) {
      List<Path> checkpoints = new CheckpointStore(run).list();
      FileTime time = Files.getLastModifiedTime(checkpoints.get(checkpoints.size() - 1));
      Path latest = run.resolve(CheckpointPaths.LATEST);
      if (Files.exists(latest)) {
        time = Files.getLastModifiedTime(latest);
      }
      if (newestTime == null || time.compareTo(newestTime) > 0) {
        newest = run;
        newestTime = time;
      }
    }
    if (newest == null) {
      throw new IOException(
          "no run has a checkpoint in " + folders.checkpoints + " yet: organza train makes one");
    }
    return runOf(newest);
  }

  private String known() throws IOException {
    List<String> names = all().stream().map(RunDirectory::name).toList();
    return names.isEmpty()
        ? " (" + folders.checkpoints + " has none)"
        : " (there is " + String.join(", ", names) + ")";
  }

  /** Returns the runs that have checkpoints, in the order of their names. */
  List<RunDirectory> all() throws IOException {
    return folders().stream().map(this::runOf).toList();
  }

  private List<Path> folders() throws IOException {
    if (!Files.isDirectory(folders.checkpoints)) {
      return List.of();
    }
    List<Path> runs = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folders.checkpoints)) {
      for (Path entry : entries.sorted().toList()) {
        if (hasCheckpoints(entry)) {
          runs.add(entry);
        }
      }
    }
    return runs;
  }

  private static boolean hasCheckpoints(Path folder) throws IOException {
    return !new CheckpointStore(folder).list().isEmpty();
  }

  /** Returns a name as a path, if the system can have it. */
  static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
