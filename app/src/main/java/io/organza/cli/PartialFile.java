package io.organza.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written beside its place, and gets its name when it is whole.
 *
 * @param file its name
 * @param partial where it is written
 */
record PartialFile(Path file, Path partial) {

  /** Makes the folder of a file that is to be written. */
  static PartialFile of(Path file) throws IOException {
    Files.createDirectories(Folders.of(file));
    return new PartialFile(
        file, file.resolveSibling("." + file.getFileName() + ImageFiles.PARTIAL));
  }

  /** Gives the file its name; what has it already is replaced only if that was asked for. */
  void finish(boolean overwrite) throws IOException {
    if (overwrite) {
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.move(partial, file);
    }
  }

  /** Deletes what was written, unless it was finished. */
  void delete() throws IOException {
    Files.deleteIfExists(partial);
  }
}
