package io.organza.cli;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The formats of files of made images; all but PNG need a writer that ImageIO finds. */
enum ImageFormat {
  PNG,
  JPG,
  TIFF,
  WEBP;

  /** At the default, 0.75, blocks can be seen. */
  private static final float JPG_QUALITY = 0.95f;

  /** Returns the ending of files' names, without the dot. */
  String ending() {
    return Choices.word(this);
  }

  /** Returns whether what is read may be other levels than those that were written. */
  boolean isLossy() {
    return this == JPG || this == WEBP;
  }

  /** Returns whether images of the shape can be written here. */
  boolean canWrite(ImageShape shape) {
    return this == PNG || writers(Pixels.toImage(new byte[shape.size()], shape)).hasNext();
  }

  /** Returns the formats in which images of the shape can be written here. */
  static List<String> available(ImageShape shape) {
    return Arrays.stream(values())
        .filter(format -> format.canWrite(shape))
        .map(ImageFormat::ending)
        .toList();
  }

  /**
   * Returns the file of an image.
   *
   * @param levels (H, W, C)
   */
  byte[] encode(byte[] levels, ImageShape shape) throws IOException {
    if (this == PNG) {
      return PngEncoder.encode(levels, shape);
    }
    BufferedImage image = Pixels.toImage(levels, shape);
    ImageWriter writer = writers(image).next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    if (this == JPG) {
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionQuality(JPG_QUALITY);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private Iterator<ImageWriter> writers(BufferedImage image) {
    return ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), ending());
  }
}
