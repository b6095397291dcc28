package io.organza.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** Reads of files that are neither links nor anything else, and not longer than they may be. */
final class RegularFiles {

  /** The longest JSON that is read, in bytes. */
  static final int LONGEST_JSON = 2 << 20;

  private RegularFiles() {}

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
