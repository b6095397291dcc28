package io.organza.checkpoint;

import io.organza.GanConfig;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The checkpoints of one run, in one directory.
 *
 * <p>A checkpoint is written beside its place, synced and then renamed, so that it is whole or not
 * there; none is ever overwritten. The file {@code latest} names the one that was saved last. Only
 * one process at a time may save or prune.
 */
public final class CheckpointStore {

  private static final String LATEST_FILE = "latest";

  private final Path directory;

  /** Creates the store over a run's directory, which is made by the first save. */
  public CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Saves a training's state as a new checkpoint and makes it the latest.
   *
   * @return the checkpoint's directory, such as {@code kimg000012}; if that is taken, {@code
   *     kimg000012-2} and so on
   * @throws IllegalArgumentException if a tensor is not float32, or is not named {@code group/name}
   * @throws IOException if it cannot be written; what was written is deleted again
   */
  public Path save(GanConfig config, TrainingState state, Provenance provenance)
      throws IOException {
    Files.createDirectories(directory);
    deleteLeftovers();
    CheckpointName name = CheckpointName.first(state.images());
    while (Files.exists(directory.resolve(name.toString()), LinkOption.NOFOLLOW_LINKS)) {
      name = name.next();
    }
    Path partial = directory.resolve(name.partial());
    try {
      CheckpointWriter.write(partial, config, state, provenance);
      DurableFiles.rename(directory, name.partial(), name.toString());
    } catch (IOException | RuntimeException e) {
      try {
        deleteLeftovers();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    DurableFiles.replace(directory, LATEST_FILE, name + "\n");
    return directory.resolve(name.toString());
  }

  /**
   * Returns the directories of all checkpoints, the one with the fewest images first.
   *
   * <p>Goes by their names alone: none is opened, and damaged ones are listed too.
   */
  public List<Path> list() throws IOException {
    return names().stream().map(name -> directory.resolve(name.toString())).toList();
  }

  /**
   * Opens the newest intact checkpoint: the one that was saved last, else the one with the most
   * images, if there is one.
   *
   * @param skipped is told of each newer checkpoint that is damaged, and why
   */
  public Optional<Checkpoint> latest(Consumer<CheckpointException> skipped) throws IOException {
    List<CheckpointName> candidates = new ArrayList<>(names());
    candidates.sort(Comparator.reverseOrder());
    lastSaved().filter(candidates::remove).ifPresent(name -> candidates.add(0, name));
    for (CheckpointName name : candidates) {
      try {
        return Optional.of(Checkpoint.open(directory.resolve(name.toString())));
      } catch (CheckpointException e) {
        skipped.accept(e);
      }
    }
    return Optional.empty();
  }

  /**
   * Deletes all but the newest checkpoints and the one that was saved last.
   *
   * <p>Counts and deletes only what this store wrote: a directory with a checkpoint's name, a valid
   * {@code state.json}, and no file that the checkpoint does not list.
   *
   * @param keep how many of those with the most images are kept, at least 1
   * @return the directories that were deleted
   */
  public List<Path> prune(int keep) throws IOException {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be at least 1, got " + keep);
    }
    deleteLeftovers();
    List<CheckpointName> own = names().stream().filter(this::isOwn).toList();
    Optional<CheckpointName> last = lastSaved();
    List<Path> deleted = new ArrayList<>();
    for (CheckpointName name : own.subList(0, Math.max(0, own.size() - keep))) {
      if (!last.equals(Optional.of(name))) {
        DurableFiles.rename(directory, name.toString(), name.partial());
        delete(directory.resolve(name.partial()));
        deleted.add(directory.resolve(name.toString()));
      }
    }
    return deleted;
  }

  private List<CheckpointName> names() throws IOException {
    return directories().stream()
        .flatMap(entry -> CheckpointName.parse(entry.getFileName().toString()).stream())
        .sorted()
        .toList();
  }

  /** Returns the directories in the store, without links to directories. */
  private List<Path> directories() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  private Optional<CheckpointName> lastSaved() throws IOException {
    Path file = directory.resolve(LATEST_FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return CheckpointName.parse(DurableFiles.readText(file).strip());
    } catch (CharacterCodingException | CheckpointException e) {
      return Optional.empty();
    }
  }

  private boolean isOwn(CheckpointName name) {
    Path checkpoint = directory.resolve(name.toString());
    try (Stream<Path> entries = Files.list(checkpoint)) {
      CheckpointState.read(checkpoint);
      Checksums sums = Checksums.read(checkpoint);
      return entries
          .map(entry -> entry.getFileName().toString())
          .allMatch(file -> file.equals(Checksums.FILE) || sums.byName().containsKey(file));
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes what an earlier save or prune could not finish. */
  private void deleteLeftovers() throws IOException {
    for (Path entry : directories()) {
      if (CheckpointName.isPartial(entry.getFileName().toString())) {
        delete(entry);
      }
    }
  }

  private static void delete(Path checkpoint) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(checkpoint)) {
      files = entries.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(checkpoint);
  }
}
