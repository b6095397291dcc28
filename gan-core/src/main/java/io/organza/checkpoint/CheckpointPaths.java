package io.organza.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The paths that mean a checkpoint: its directory; that of its run; and the files {@code best} and
 * {@code latest} in a run's directory, which name one.
 */
public final class CheckpointPaths {

  /** The file in a run's directory that names the checkpoint that was saved last. */
  public static final String LATEST = "latest";

  /** The file in a run's directory that names the checkpoint that scored best. */
  public static final String BEST = "best";

  private static final int LONGEST_NAME = 100;

  private CheckpointPaths() {}

  /**
   * Opens the checkpoint that a path means; of a run's directory, the newest that is intact.
   *
   * @throws CheckpointException if there is none, or it is damaged
   */
  public static Checkpoint open(Path path) throws IOException {
    CheckpointStore store = new CheckpointStore(path);
    if (store.list().isEmpty()) {
      return Checkpoint.open(directory(path).orElse(path));
    }
    List<CheckpointException> damaged = new ArrayList<>();
    Optional<Checkpoint> latest = store.latest(damaged::add);
    if (latest.isEmpty()) {
      throw damaged.get(0);
    }
    return latest.get();
  }

  /** Returns whether a directory is a checkpoint's, intact or not. */
  public static boolean isCheckpoint(Path directory) {
    return Files.exists(directory.resolve(CheckpointState.FILE))
        || Files.exists(directory.resolve(Checksums.FILE));
  }

  /** Returns whether a file is called as one that names a checkpoint. */
  public static boolean isName(Path file) {
    return file.endsWith(BEST) || file.endsWith(LATEST);
  }

  /** Returns the directory that a file names, if it is called as one that names a checkpoint. */
  public static Optional<Path> directory(Path file) throws IOException {
    return isName(file)
        ? named(file).map(name -> file.resolveSibling(name.toString()))
        : Optional.empty();
  }

  /** Returns the checkpoint that a file names, if there is such a file. */
  static Optional<CheckpointName> named(Path file) throws IOException {
    if (!RegularFiles.isFile(file)) {
      return Optional.empty();
    }
    try {
      return CheckpointName.parse(RegularFiles.readText(file, LONGEST_NAME).strip());
    } catch (CharacterCodingException | CheckpointException e) {
      return Optional.empty();
    }
  }
}
