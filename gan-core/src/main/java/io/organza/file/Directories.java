package io.organza.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Directories whose entries are on the disk, so that a power cut does not lose them. */
public final class Directories {

  private Directories() {}

  /** Makes a directory, and those above it, where there is none; syncs each that got an entry. */
  public static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path above = directory.toAbsolutePath().getParent();
    if (above != null) {
      create(above);
    }
    Files.createDirectories(directory);
    if (above != null && Files.isReadable(above)) {
      sync(above);
    }
  }

  /**
   * Waits until what the directory lists is on the disk, where the system can tell: folders that
   * are shared with a virtual machine, and some network folders, refuse to.
   */
  public static void sync(Path directory) throws IOException {
    if (arePosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        force(channel);
      }
    }
  }

  /** Returns whether the file system is of another kind than Windows'. */
  static boolean arePosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static void force(FileChannel channel) {
    try {
      channel.force(true);
    } catch (IOException e) {
      // Files were forced themselves; what remains to lose by a power cut are their names.
    }
  }

  /** Returns the directory that a file is in. */
  static Path of(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("must be a file, got " + file);
    }
    return directory;
  }
}
