package io.organza.checkpoint;

import io.organza.GanConfig;
import io.organza.file.AtomicFile;
import io.organza.file.Directories;
import io.organza.file.Renames;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one run, in one directory.
 *
 * <p>A checkpoint is written beside its place, synced and then renamed, so that it is whole or not
 * there; none is ever overwritten. The file {@code latest} names the one that was saved last. Only
 * one process at a time may save or prune, see {@link RunLock}; within it, saving and pruning wait
 * for each other.
 */
public final class CheckpointStore {

  private static final Set<String> NAMES = Set.of(CheckpointPaths.LATEST, CheckpointPaths.BEST);

  private final Path directory;
  private final InstantSource clock;

  /** Creates the store over a run's directory, which is made by the first save. */
  public CheckpointStore(Path directory) {
    this(directory, InstantSource.system());
  }

  /** As above, with the clock that tells when a checkpoint is saved. */
  public CheckpointStore(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Saves a training's state as a new checkpoint and makes it the latest.
   *
   * @return the checkpoint's directory, such as {@code kimg000012}, or the next after all that
   *     there are of these thousand images: {@code kimg000012-2} and so on
   * @throws IllegalArgumentException if a tensor is not float32, or is not named {@code group/name}
   * @throws IOException if it cannot be written; what was written is deleted again
   */
  public synchronized Path save(GanConfig config, TrainingState state, Provenance provenance)
      throws IOException {
    state.gatherStatistics();
    CheckpointState progress = CheckpointState.of(state.progress(), clock.instant(), provenance);
    Directories.create(directory);
    deleteLeftovers();
    CheckpointName name = CheckpointName.after(names(), state.images());
    while (exists(name.toString()) || exists(name.partial())) {
      name = name.next();
    }
    Path partial = directory.resolve(name.partial());
    try {
      CheckpointWriter.write(partial, config, progress, state);
      rename(name.partial(), name.toString());
      AtomicFile.write(directory.resolve(CheckpointPaths.LATEST), name + "\n");
    } catch (IOException | RuntimeException e) {
      try {
        if (exists(name.toString())) {
          rename(name.toString(), name.partial());
        }
        deleteLeftovers();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
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
   * Returns all checkpoints as {@link #list}, each with its size and whether it is intact: every
   * file is read to its end.
   */
  public List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path checkpoint : list()) {
      try {
        entries.add(new Entry(checkpoint, bytes(checkpoint), Checkpoint.open(checkpoint), null));
      } catch (CheckpointException e) {
        if (Files.exists(checkpoint)) { // Else a training that goes on deleted it meanwhile.
          entries.add(new Entry(checkpoint, bytes(checkpoint), null, e));
        }
      }
    }
    return List.copyOf(entries);
  }

  /**
   * A checkpoint on the disk, intact or not.
   *
   * @param directory its directory
   * @param bytes the size of its files
   * @param checkpoint the checkpoint if it is intact, else null
   * @param damage what is wrong with it if it is not, else null
   */
  public record Entry(
      Path directory,
      long bytes,
      @Nullable Checkpoint checkpoint,
      @Nullable CheckpointException damage) {}

  /**
   * Opens the newest intact checkpoint: the one that was saved last, else the one with the most
   * images of those that led to it, else of all, if there is one.
   *
   * @param skipped is told of each newer checkpoint that is damaged, and why
   */
  public Optional<Checkpoint> latest(Consumer<CheckpointException> skipped) throws IOException {
    for (CheckpointName name : Lineage.newestFirst(directory, names())) {
      try {
        return Optional.of(Checkpoint.open(directory.resolve(name.toString())));
      } catch (CheckpointException e) {
        skipped.accept(e);
      }
    }
    return Optional.empty();
  }

  /**
   * Deletes checkpoints, but for the newest, the first that was saved in each hour of UTC, the one
   * that was saved last, and the one that the file {@code best} names. The newest are that last one
   * and those that led to it; one that training left behind, when it went back, is older than
   * these. One that has not learned from any image is no first of an hour.
   *
   * <p>Counts and deletes only what this store wrote: a directory with a checkpoint's name, a valid
   * {@code state.json}, and no file that the checkpoint does not list.
   *
   * @param keep how many of the newest are kept, at least 1
   * @return the directories that were deleted
   */
  public synchronized List<Path> prune(int keep) throws IOException {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be at least 1, got " + keep);
    }
    deleteLeftovers();
    SortedMap<CheckpointName, CheckpointState> own = own();
    Set<CheckpointName> kept = new HashSet<>(firstOfEachHour(own));
    Lineage.newestFirst(directory, names()).stream()
        .filter(own.keySet()::contains)
        .limit(keep)
        .forEach(kept::add);
    named(CheckpointPaths.LATEST).ifPresent(kept::add);
    named(CheckpointPaths.BEST).ifPresent(kept::add);
    List<Path> deleted = new ArrayList<>();
    for (CheckpointName name : own.keySet()) {
      if (!kept.contains(name) && !exists(name.partial())) {
        rename(name.toString(), name.partial());
        deleteLeftover(directory.resolve(name.partial()));
        deleted.add(directory.resolve(name.toString()));
      }
    }
    return deleted;
  }

  /**
   * Names a checkpoint of this store in the file {@code best}, so that it is kept.
   *
   * @throws IllegalArgumentException if it is none
   */
  public synchronized void markBest(Path checkpoint) throws IOException {
    String name = String.valueOf(checkpoint.getFileName());
    if (!list().contains(directory.resolve(name))) {
      throw new IllegalArgumentException(checkpoint + ": no checkpoint in " + directory);
    }
    AtomicFile.write(directory.resolve(CheckpointPaths.BEST), name + "\n");
  }

  private static Collection<CheckpointName> firstOfEachHour(
      SortedMap<CheckpointName, CheckpointState> own) {
    Map<Instant, CheckpointName> firsts = new HashMap<>();
    own.entrySet().stream()
        .filter(entry -> entry.getValue().images() > 0)
        .sorted(Comparator.comparing(entry -> entry.getValue().savedInstant()))
        .forEach(
            entry ->
                firsts.putIfAbsent(
                    entry.getValue().savedInstant().truncatedTo(ChronoUnit.HOURS), entry.getKey()));
    return firsts.values();
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
    return RegularFiles.list(directory).stream()
        .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  /** Gives a checkpoint's directory another name, at once. */
  private void rename(String from, String to) throws IOException {
    Renames.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    Directories.sync(directory);
  }

  private boolean exists(String name) {
    return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private Optional<CheckpointName> named(String fileName) throws IOException {
    return CheckpointPaths.named(directory.resolve(fileName));
  }

  /** Returns the checkpoints that this store wrote. */
  private SortedMap<CheckpointName, CheckpointState> own() throws IOException {
    SortedMap<CheckpointName, CheckpointState> own = new TreeMap<>();
    for (CheckpointName name : names()) {
      own(directory.resolve(name.toString())).ifPresent(state -> own.put(name, state));
    }
    return own;
  }

  private static Optional<CheckpointState> own(Path checkpoint) {
    try {
      Set<String> listed = Checksums.read(checkpoint).byName().keySet();
      for (Path file : RegularFiles.list(checkpoint)) {
        String name = file.getFileName().toString();
        boolean known = name.equals(Checksums.FILE) || listed.contains(name);
        if (!known || !CheckpointWriter.isOwn(file)) {
          return Optional.empty();
        }
      }
      return Optional.of(CheckpointState.read(checkpoint));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long bytes(Path checkpoint) throws IOException {
    long bytes = 0;
    try {
      for (Path file : RegularFiles.list(checkpoint)) {
        bytes += RegularFiles.isFile(file) ? Files.size(file) : 0;
      }
    } catch (NoSuchFileException e) {
      // It was deleted meanwhile, by a training that goes on.
      return bytes;
    }
    return bytes;
  }

  /** Deletes what an earlier save or prune could not finish. */
  private void deleteLeftovers() throws IOException {
    for (Path entry : directories()) {
      if (CheckpointName.isPartial(entry.getFileName().toString())) {
        deleteLeftover(entry);
      }
    }
    AtomicFile.deleteLeftovers(directory, NAMES::contains, Instant.MAX);
  }

  /** Deletes a directory, if there is nothing in it but what a checkpoint consists of. */
  private static void deleteLeftover(Path partial) throws IOException {
    List<Path> files = RegularFiles.list(partial);
    if (files.stream().allMatch(CheckpointWriter::isOwn)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(partial);
    }
  }
}
