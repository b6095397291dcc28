package io.organza.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** Operations on files that are whole after a crash, or did not happen. */
final class DurableFiles {

  /** The longest JSON that is read, in bytes. */
  static final int LONGEST_JSON = 2 << 20;

  private DurableFiles() {}

  /** Waits until what the directory lists is on the disk, where the system can tell. */
  static void syncDirectory(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Gives a file or directory another name in its directory, at once. */
  static void rename(Path directory, String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(directory);
  }

  /** Makes a directory, and those above it, where there is none. */
  static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Path above = directory.toAbsolutePath().getParent();
      if (above != null && Files.isReadable(above)) {
        syncDirectory(above);
      }
    }
  }

  /** Replaces a small text file at once. */
  static void replace(Path directory, String name, String text) throws IOException {
    Path partial = directory.resolve(partial(name));
    Files.deleteIfExists(partial);
    try {
      try (FileChannel channel =
          FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
        channel.force(true);
      }
      rename(directory, partial.getFileName().toString(), name);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Returns the name of a file or directory while it is being written or deleted. */
  static String partial(String name) {
    return "." + name + ".partial";
  }

  /** Returns what is in a directory. */
  static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw new IOException(directory + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether a path is a file, and neither a link to one nor anything else. */
  static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Refuses what is not a file before it is opened: a link may lead anywhere, a pipe may wait. */
  static void requireFile(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new CheckpointException(path, "expected a file, found " + kind(found));
    }
  }

  /** Refuses what is not a file, and a file that is longer than the given number of bytes. */
  static void requireFile(Path path, long longest) throws IOException {
    requireFile(path);
    long size = Files.size(path);
    if (size > longest) {
      throw new CheckpointException(path, "expected at most " + longest + " bytes, found " + size);
    }
  }

  /** Reads a text file that is not longer than the given number of bytes. */
  static String readText(Path file, long longest) throws IOException {
    requireFile(file, longest);
    return Files.readString(file);
  }

  private static String kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return "a link";
    }
    return found.isDirectory() ? "a directory" : "something else";
  }
}
