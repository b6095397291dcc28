package io.organza.data;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What a picture is shown on, and where: a GIF's first frame may fill a part of the GIF's canvas
 * only, all others fill theirs.
 *
 * <p>A canvas that is too small grows to hold the frame, as in browsers.
 *
 * @param width W in pixels
 * @param height H in pixels
 * @param left where the picture begins
 * @param top likewise
 */
record Canvas(int width, int height, int left, int top) {

  private static final String STREAM = "javax_imageio_gif_stream_1.0";

  /** Reads the canvas of an image that a reader has been given. */
  static Canvas of(ImageReader reader, int which) throws IOException {
    int width = reader.getWidth(which);
    int height = reader.getHeight(which);
    // Of a GIF alone: other readers would look through the whole file.
    String format = reader.getOriginatingProvider().getNativeStreamMetadataFormatName();
    IIOMetadata stream = STREAM.equals(format) ? reader.getStreamMetadata() : null;
    IIOMetadata image = stream == null ? null : reader.getImageMetadata(which);
    if (stream == null || image == null) {
      return new Canvas(width, height, 0, 0);
    }
    Element screen = child(stream, "LogicalScreenDescriptor");
    Element frame = child(image, "ImageDescriptor");
    int left = number(frame, "imageLeftPosition");
    int top = number(frame, "imageTopPosition");
    return new Canvas(
        Math.max(number(screen, "logicalScreenWidth"), left + width),
        Math.max(number(screen, "logicalScreenHeight"), top + height),
        left,
        top);
  }

  /** Returns the picture on this, which is transparent where the picture does not fill it. */
  BufferedImage with(BufferedImage picture) {
    if (picture.getWidth() == width && picture.getHeight() == height) {
      return picture;
    }
    BufferedImage whole = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = whole.createGraphics();
    graphics.setComposite(AlphaComposite.Src);
    graphics.drawImage(picture, left, top, null);
    graphics.dispose();
    return whole;
  }

  private static @Nullable Element child(IIOMetadata metadata, String name) {
    Element root = (Element) metadata.getAsTree(metadata.getNativeMetadataFormatName());
    return (Element) root.getElementsByTagName(name).item(0);
  }

  private static int number(@Nullable Element element, String name) {
    return element == null ? 0 : Integer.parseInt(element.getAttribute(name));
  }
}
