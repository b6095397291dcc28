package io.organza.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes an animated GIF (CompuServe, "GIF89a", 1990) by ImageIO, which gives each frame a palette
 * of its own. Netscape's extension has it played for ever.
 */
final class GifWriter implements AnimationWriter {

  private static final String IMAGE_FORMAT = "javax_imageio_gif_image_1.0";

  /** GIF counts time in hundredths of a second. */
  private static final int HUNDREDTHS = 100;

  /** The only sub-block, and how often to play: 0 is for ever, two bytes. */
  private static final byte[] FOR_EVER = {1, 0, 0};

  private final ImageWriter writer;
  private final ImageOutputStream stream;
  private final int perSecond;
  private long ticksBefore;
  private boolean closed;

  GifWriter(Path file, int perSecond) throws IOException {
    this.perSecond = perSecond;
    Files.deleteIfExists(file);
    stream = new FileImageOutputStream(file.toFile());
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    writer.setOutput(stream);
    writer.prepareWriteSequence(null);
  }

  @Override
  public void add(BufferedImage frame, int ticks) throws IOException {
    ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(frame);
    IIOMetadata metadata = writer.getDefaultImageMetadata(type, null);
    IIOMetadataNode root = new IIOMetadataNode(IMAGE_FORMAT);
    root.appendChild(control(frame.getColorModel().hasAlpha(), delay(ticks)));
    if (ticksBefore == 0) {
      root.appendChild(loop());
    }
    metadata.mergeTree(IMAGE_FORMAT, root);
    writer.writeToSequence(new IIOImage(frame, null, metadata), null);
    ticksBefore += ticks;
  }

  /** Returns the time of a frame, rounded so that those of all frames add up. */
  private long delay(int ticks) {
    return hundredths(ticksBefore + ticks) - hundredths(ticksBefore);
  }

  private long hundredths(long ticks) {
    return Math.round((double) ticks * HUNDREDTHS / perSecond);
  }

  private static IIOMetadataNode control(boolean transparent, long delay) {
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", transparent ? "restoreToBackgroundColor" : "none");
    control.setAttribute("userInputFlag", "FALSE");
    // ImageIO fills in which colour is transparent, when it has made the palette.
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Long.toString(delay));
    return control;
  }

  private static IIOMetadataNode loop() {
    IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
    extension.setAttribute("applicationID", "NETSCAPE");
    extension.setAttribute("authenticationCode", "2.0");
    extension.setUserObject(FOR_EVER);
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(extension);
    return extensions;
  }

  @Override
  public void finish() throws IOException {
    writer.endWriteSequence();
  }

  @Override
  public void close() throws IOException {
    // Another than the first close of an ImageIO stream is an error.
    if (!closed) {
      closed = true;
      writer.dispose();
      stream.close();
    }
  }
}
