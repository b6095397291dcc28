package io.organza.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is whole under its name, or not there: it is written to a temporary beside it, synced
 * and then renamed.
 *
 * <p>The temporary of {@code NAME} is {@code .NAME.1a2b3c4d.partial}, another one each time:
 * several threads and processes may write the same file, and the last one's is there.
 */
public final class AtomicFile implements AutoCloseable {

  /** What was not written to for longer was left by a process that ended. */
  public static final Duration LONGEST_WRITE = Duration.ofHours(1);

  private static final Pattern TEMPORARY = Pattern.compile("\\.(.+?)(\\.[0-9a-f]+)?\\.partial");
  private static final int RANDOM_DIGITS = 8;

  /** Those that are being written now. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final Path temporary;

  private AtomicFile(Path file, Path temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  /** Creates the temporary, which is empty, and the folder where it is missing. */
  public static AtomicFile create(Path file) throws IOException {
    String random = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + random + ".partial");
    try {
      Directories.create(Directories.of(file));
      OPEN.add(temporary); // Before it is there, for then the process may be told to end.
      Files.createFile(temporary);
    } catch (IOException e) {
      OPEN.remove(temporary);
      throw failure(file, e);
    }
    return new AtomicFile(file, temporary);
  }

  /** Writes a file, or replaces it. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, bytes, true);
  }

  /**
   * Writes a file.
   *
   * @param overwrite whether it may replace another
   * @throws FileAlreadyExistsException if it may not, and its name is taken
   */
  public static void write(Path file, byte[] bytes, boolean overwrite) throws IOException {
    try (AtomicFile whole = create(file)) {
      whole.fill(bytes);
      whole.commit(overwrite);
    }
  }

  /** Writes a text in UTF-8, or replaces it. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file that replaces none.
   *
   * @throws FileAlreadyExistsException if its name is taken
   */
  public static void writeNew(Path file, byte[] bytes) throws IOException {
    write(file, bytes, false);
  }

  /**
   * Writes a file, or replaces it, without waiting for the disk: for thousands of files that can be
   * made again. A process that ends leaves it whole or not there; after a power cut it may be
   * empty.
   */
  public static void writeUnsynced(Path file, byte[] bytes) throws IOException {
    try (AtomicFile whole = create(file)) {
      whole.fill(bytes);
      whole.rename(StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Deletes the temporaries of all files that this process is writing now: for a process that ends,
   * and leaves them unfinished. Those that the system lets nobody delete stay.
   */
  public static void deleteUnfinished() {
    for (Path temporary : OPEN) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // Left to deleteLeftovers.
      }
    }
  }

  /** Deletes the temporaries of a file that are left by processes that ended while they wrote. */
  public static void deleteLeftovers(Path file) throws IOException {
    deleteLeftovers(
        Directories.of(file),
        String.valueOf(file.getFileName())::equals,
        Instant.now().minus(LONGEST_WRITE));
  }

  /**
   * Deletes the temporaries that are left in a folder by processes that ended while they wrote.
   *
   * @param written tells by the name of a file whether its temporaries are deleted
   * @param before those that were changed since then may be in use, and stay
   */
  public static void deleteLeftovers(Path folder, Predicate<String> written, Instant before)
      throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".*.partial")) {
      for (Path entry : entries) {
        Matcher name = TEMPORARY.matcher(entry.getFileName().toString());
        if (name.matches() && written.test(name.group(1))) {
          deleteLeftover(entry, before);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever written here.
    }
  }

  private static void deleteLeftover(Path entry, Instant before) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isRegularFile() && found.lastModifiedTime().toInstant().isBefore(before)) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      // Gone by now, or in use.
    }
  }

  /** Returns where the content is to be written, and closed before it is committed. */
  public Path temporary() {
    return temporary;
  }

  /** Waits until the content is on the disk, then gives it the file's name, whatever had it. */
  public void commit() throws IOException {
    commit(true);
  }

  /**
   * As above, but what has the name already is replaced only if that was asked for.
   *
   * @throws FileAlreadyExistsException if the name is taken, and nothing is to be replaced
   */
  public void commit(boolean overwrite) throws IOException {
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
    if (overwrite) {
      rename(StandardCopyOption.ATOMIC_MOVE);
    } else {
      link();
    }
    Directories.sync(Directories.of(file));
  }

  /** Deletes the temporary, if it was not committed. */
  @Override
  public void close() throws IOException {
    OPEN.remove(temporary);
    Files.deleteIfExists(temporary);
  }

  private void fill(byte[] bytes) throws IOException {
    try {
      Files.write(temporary, bytes);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /**
   * Gives the file its name if nothing has it: where there are links, of several that do so at once
   * one alone succeeds.
   */
  private void link() throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      // As a rename tells it, which names the file alone.
      throw new FileAlreadyExistsException(file.toString());
    } catch (UnsupportedOperationException | IOException e) {
      rename();
    }
  }

  private void rename(CopyOption... options) throws IOException {
    try {
      Renames.move(temporary, file, options);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Returns an exception that names the file, and not its temporary. */
  private static IOException failure(Path file, IOException e) {
    return new IOException(file + ": " + IoReason.of(e), e);
  }
}
