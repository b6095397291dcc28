package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.AnimationFormat;
import io.organza.image.AnimationWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** An animation in a file, which is there when it is finished and not before. */
final class AnimationFile implements AnimationWriter {

  private final AtomicFile file;
  private final boolean overwrite;
  private final AnimationWriter writer;

  AnimationFile(
      AtomicFile file, AnimationFormat format, AnimationFormat.Pace pace, boolean overwrite)
      throws IOException {
    this.file = file;
    this.overwrite = overwrite;
    try {
      writer = format.open(file.temporary(), pace);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void add(BufferedImage frame, int ticks) throws IOException {
    writer.add(frame, ticks);
  }

  @Override
  public void finish() throws IOException {
    writer.finish();
    writer.close();
    file.commit(overwrite);
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
