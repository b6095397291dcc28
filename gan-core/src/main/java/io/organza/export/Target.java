package io.organza.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** A format of files: written, and read back to be run. */
interface Target {

  /**
   * Writes a generator.
   *
   * @param metadata texts by name that go along
   */
  void write(NetworkFunction generator, Map<String, String> metadata, FileChannel out)
      throws IOException;

  /** Returns how the file writes pixels as numbers. */
  PixelValues values();

  /** Loads what was written, as another program would. */
  ImageFunction load(Path file, NetworkFunction generator) throws IOException;
}
