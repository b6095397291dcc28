package io.organza.image;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file of pictures that are shown one after the other; it is written frame by frame, so that no
 * more than one of them need be in memory.
 */
public interface AnimationWriter extends Closeable {

  /**
   * Adds a frame.
   *
   * @param frame grey, RGB or ARGB; all frames of an animation have the same size and channels
   * @param ticks how long it is shown, as a multiple of the time between two frames; at least 1
   */
  void add(BufferedImage frame, int ticks) throws IOException;

  /** Makes the file whole, once all frames are in it. */
  void finish() throws IOException;

  /** Releases the file; it is of no use unless it was finished before. */
  @Override
  void close() throws IOException;
}
