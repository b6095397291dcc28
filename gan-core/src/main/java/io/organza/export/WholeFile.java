package io.organza.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that get their names only when they are whole, on the disk and checked. */
final class WholeFile {

  private WholeFile() {}

  /** Writes a file, or replaces it; returns what the check found. */
  static double write(Path file, Content content, Check check) throws IOException {
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    try {
      try (FileChannel out =
          FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(out);
        out.force(true);
      }
      double found = check.check(partial);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      return found;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** What a file is filled with. */
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel out) throws IOException;
  }

  /** What must hold of a file; if it does not, the file is not to be. */
  @FunctionalInterface
  interface Check {
    double check(Path written) throws IOException;
  }
}
