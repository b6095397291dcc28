package io.organza.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Operations on files that are whole after a crash, or did not happen. */
final class DurableFiles {

  private static final long LONGEST_TEXT = 16L << 20;

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

  /** Replaces a small text file at once. */
  static void replace(Path directory, String name, String text) throws IOException {
    String partial = "." + name + ".partial";
    Files.writeString(directory.resolve(partial), text);
    try (FileChannel channel =
        FileChannel.open(directory.resolve(partial), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    rename(directory, partial, name);
  }

  /** Reads a text file, but none of more than 16 MiB. */
  static String readText(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LONGEST_TEXT) {
      throw new CheckpointException(
          file, "expected at most " + LONGEST_TEXT + " bytes, found " + size);
    }
    return Files.readString(file);
  }
}
