package io.organza.checkpoint;

import io.organza.file.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to train a run: only one process at a time has it.
 *
 * <p>It is the operating system's lock on the file {@code lock} in the run's directory, which ends
 * with the process, however that ends. That the file is there means nothing; it stays, because
 * deleting it could take it away from a process that is about to lock it. Whoever only reads
 * checkpoints needs no lock.
 */
public final class RunLock implements AutoCloseable {

  private static final String FILE = "lock";

  /**
   * The directories that this process has locked. On POSIX systems, a process loses its lock on a
   * file when it closes any channel to it: so a second one must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private RunLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Locks the run with the given directory of checkpoints, which is made if there is none.
   *
   * @throws CheckpointException if the run is being trained already, by this or another process, or
   *     its directory is on a file system that has no locks
   */
  public static RunLock acquire(Path directory) throws IOException {
    return tryAcquire(directory)
        .orElseThrow(
            () ->
                new CheckpointException(directory, "this run is being trained by another process"));
  }

  /**
   * Locks a directory as above; nothing if this or another process has locked it already.
   *
   * @throws CheckpointException if the directory is on a file system that has no locks
   */
  public static Optional<RunLock> tryAcquire(Path directory) throws IOException {
    Directories.create(directory);
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel = lock(real);
      return Optional.ofNullable(channel).map(locked -> new RunLock(real, locked));
    } finally {
      if (channel == null) {
        HELD.remove(real);
      }
    }
  }

  /** Returns the locked channel, or null if another process has the lock. */
  private static @Nullable FileChannel lock(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return null;
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw CheckpointException.of(file, e);
    }
  }

  /** Gives the right back, once. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } finally {
      HELD.remove(directory);
    }
  }
}
