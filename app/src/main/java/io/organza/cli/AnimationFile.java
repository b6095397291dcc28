package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.file.IoReason;
import io.organza.image.AnimationFormat;
import io.organza.image.AnimationWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** An animation in a file, which is there when it is finished and not before. */
final class AnimationFile implements AnimationWriter {

  private final Path path;
  private final AtomicFile file;
  private final boolean overwrite;
  private final AnimationWriter writer;

  /** Begins a file, which is there under its name when it is finished. */
  AnimationFile(Path path, AnimationFormat format, AnimationFormat.Pace pace, boolean overwrite)
      throws IOException {
    this(path, AtomicFile.create(path), format, pace, overwrite);
  }

  /** As above, in a temporary that was made for it. */
  AnimationFile(
      Path path,
      AtomicFile file,
      AnimationFormat format,
      AnimationFormat.Pace pace,
      boolean overwrite)
      throws IOException {
    this.path = path;
    this.file = file;
    this.overwrite = overwrite;
    try {
      AtomicFile.deleteLeftovers(path);
      writer = format.open(file.temporary(), pace);
    } catch (IOException e) {
      file.close();
      throw failure(path, e);
    }
  }

  @Override
  public void add(BufferedImage frame, int ticks) throws IOException {
    try {
      writer.add(frame, ticks);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      writer.finish();
      writer.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
    file.commit(overwrite);
  }

  /** Returns an exception that names the file, and not its temporary. */
  private static IOException failure(Path path, IOException e) {
    return new IOException(path + ": " + IoReason.of(e), e);
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      file.close();
    }
  }
}
