package io.organza.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * New names for files and folders, also on Windows, which refuses them for as long as anybody has
 * the file open: a virus scanner that looks at each new one, or who else gives the same name.
 */
public final class Renames {

  private static final Duration FIRST_WAIT = Duration.ofMillis(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private Renames() {}

  /** Renames as {@link Files#move}; where Windows refuses, tries again for about two seconds. */
  public static void move(Path from, Path to, CopyOption... options) throws IOException {
    Duration wait = FIRST_WAIT;
    while (true) {
      try {
        Files.move(from, to, options);
        return;
      } catch (FileSystemException e) {
        if (!mayBeOpenElsewhere(from, e) || wait.compareTo(LONGEST_WAIT) > 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(wait.toNanos());
      wait = wait.multipliedBy(2);
    }
  }

  private static boolean mayBeOpenElsewhere(Path file, FileSystemException e) {
    // What Windows calls a sharing violation has no class of its own.
    boolean refused =
        e instanceof AccessDeniedException || e.getClass().equals(FileSystemException.class);
    return refused && !Directories.arePosix(file);
  }
}
