package io.organza.image;

import io.organza.image.AnimationFormat.Pace;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an animated PNG (W3C, "PNG Specification (Third Edition)", 2025): a PNG of the first
 * frame, with chunks that other programs skip for the rest. It is played for ever.
 */
final class AnimatedPngWriter implements AnimationWriter {

  private static final int FOR_EVER = 0;
  private static final int ANIMATION_LENGTH = 8;
  private static final int FRAME_LENGTH = 26;

  private final OutputStream stream;
  private final Pace pace;
  private int frames;
  private int sequence;

  AnimatedPngWriter(Path file, Pace pace) throws IOException {
    this.pace = pace;
    stream = new BufferedOutputStream(Files.newOutputStream(file));
  }

  @Override
  public void add(BufferedImage frame, int ticks) throws IOException {
    ImageShape shape = PngEncoder.shape(frame);
    byte[] data = PngEncoder.data(PngEncoder.levels(frame, shape), shape);
    if (frames == 0) {
      stream.write(PngEncoder.signature());
      put("IHDR", PngEncoder.header(shape));
      put("acTL", animation());
    }
    put("fcTL", control(shape, ticks));
    if (frames == 0) {
      put("IDAT", data);
    } else {
      put("fdAT", numbered(data));
    }
    frames++;
  }

  private byte[] animation() {
    return ByteBuffer.allocate(ANIMATION_LENGTH).putInt(pace.frames()).putInt(FOR_EVER).array();
  }

  /** Says where and how long a frame is shown: all of the picture, instead of what was there. */
  private byte[] control(ImageShape shape, int ticks) {
    return ByteBuffer.allocate(FRAME_LENGTH)
        .putInt(sequence++)
        .putInt(shape.width())
        .putInt(shape.height())
        .putInt(0)
        .putInt(0)
        .putShort((short) ticks)
        .putShort((short) pace.perSecond())
        .put((byte) 0)
        .put((byte) 0)
        .array();
  }

  /** Returns data after their place among the chunks of the animation. */
  private byte[] numbered(byte[] data) {
    return ByteBuffer.allocate(Integer.BYTES + data.length).putInt(sequence++).put(data).array();
  }

  private void put(String type, byte[] content) throws IOException {
    stream.write(PngEncoder.chunk(type, content));
  }

  @Override
  public void finish() throws IOException {
    if (frames != pace.frames()) {
      throw new IllegalStateException(
          "%d frames were announced, got %d".formatted(pace.frames(), frames));
    }
    put("IEND", new byte[0]);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
