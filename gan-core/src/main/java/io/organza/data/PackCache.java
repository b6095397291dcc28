package io.organza.data;

import io.organza.file.AtomicFile;
import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The folder that packed images are kept in, and numbers for scores below it, up to a number of
 * bytes: beyond it, the files that were used least recently are deleted, and never anything else. A
 * damaged file counts, if it has the name of a pack.
 *
 * <p>A pack that another process has mapped may be deleted: it stays whole for that process, or the
 * operating system refuses and it is kept.
 */
public final class PackCache {

  /** The size limit that is meant for a person's own machine: 20 GB. */
  public static final long USUAL_BYTES = 20_000_000_000L;

  /** How the names of files with numbers for scores end. */
  public static final String SCORES_ENDING = ".scores";

  private static final String PACK_ENDING = ".pack";

  /** The names that {@link #file} gives. */
  private static final Pattern NAME =
      Pattern.compile(".*-\\d+x\\d+x\\d+-[0-9a-f]{16}\\.pack", Pattern.DOTALL);

  /** The names that files with numbers for scores have. */
  private static final Pattern SCORES_NAME = Pattern.compile("[0-9a-f]{32}\\.scores");

  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;
  private final long mostBytes;

  /**
   * A file that is kept.
   *
   * @param file its path
   * @param content what is in it, such as {@code 1000 images at 32x32x3}
   * @param bytes its size
   * @param used when it was last opened
   */
  public record Entry(Path file, String content, long bytes, Instant used) {}

  /**
   * Takes a folder, which need not exist.
   *
   * @param folder for packs
   * @param mostBytes that all files together may have, but for the pack that is in use
   */
  public PackCache(Path folder, long mostBytes) {
    if (mostBytes < 0) {
      throw new IllegalArgumentException("mostBytes must be >= 0, got " + mostBytes);
    }
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** Returns the folder for numbers for scores, which need not exist. */
  public Path scores() {
    return folder.resolve("scores");
  }

  /** Returns what is kept, the file used last first. */
  public List<Entry> list() throws IOException {
    List<Path> files = new ArrayList<>(files(folder, PACK_ENDING));
    files(scores(), SCORES_ENDING).stream()
        .filter(file -> SCORES_NAME.matcher(file.getFileName().toString()).matches())
        .forEach(files::add);
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      try {
        Instant used = Files.getLastModifiedTime(file).toInstant();
        entries.add(new Entry(file, content(file), Files.size(file), used));
      } catch (IOException | IllegalArgumentException e) {
        // Gone by now, or no pack.
      }
    }
    entries.sort(Comparator.comparing(Entry::used).reversed());
    return entries;
  }

  private static String content(Path file) throws IOException {
    if (file.toString().endsWith(SCORES_ENDING)) {
      return "numbers for scores";
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (PackHeader.version(channel) != PackHeader.VERSION) {
        return "images of another version";
      }
      PackHeader header = PackHeader.read(channel);
      return "%d images at %s".formatted(header.count(), header.shape());
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      if (NAME.matcher(file.getFileName().toString()).matches()) {
        return "damaged images";
      }
      throw e;
    }
  }

  /**
   * Deletes all that is kept, but not what other processes are writing.
   *
   * @return the number of bytes that this set free
   */
  public long clear() throws IOException {
    long freed = 0;
    for (Entry entry : list()) {
      freed += delete(entry);
    }
    deleteLeftovers(Instant.now().minus(AtomicFile.LONGEST_WRITE));
    return freed;
  }

  /** Returns the path of a pack, and makes the folder. */
  Path create(String name, ImageShape shape, String hash) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CacheException(folder, e);
    }
    return file(name, shape, hash);
  }

  /** Returns the path of a pack, which need not be there. */
  Path file(String name, ImageShape shape, String hash) {
    return folder.resolve("%s-%s-%s".formatted(name, shape, hash.substring(0, 16)) + PACK_ENDING);
  }

  /** Deletes a pack, unless the operating system refuses because another process has mapped it. */
  void forget(Path pack) {
    try {
      Files.deleteIfExists(pack);
    } catch (IOException e) {
      // It stays as it is, and whole.
    }
  }

  /** Notes that a pack is in use, and makes room if all have grown too large. */
  void used(Path pack) throws IOException {
    try {
      Files.setLastModifiedTime(pack, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Another's folder, perhaps: the pack can be read all the same.
      return;
    }
    long bytes = 0;
    for (Entry entry : list()) {
      bytes += entry.bytes();
      if (bytes > mostBytes && !entry.file().equals(pack)) {
        delete(entry);
      }
    }
    deleteLeftovers(Instant.now().minus(ABANDONED));
  }

  /** Deletes what crashes left while writing, if it was not written to since then. */
  private void deleteLeftovers(Instant since) throws IOException {
    AtomicFile.deleteLeftovers(folder, name -> name.endsWith(PACK_ENDING), since);
    AtomicFile.deleteLeftovers(scores(), name -> name.endsWith(SCORES_ENDING), since);
  }

  private static long delete(Entry entry) {
    try {
      return Files.deleteIfExists(entry.file()) ? entry.bytes() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + ending)) {
      stream.forEach(files::add);
    } catch (NoSuchFileException e) {
      // Nothing was ever kept here.
    }
    return files;
  }
}
