package io.organza.data;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A single image file, read as those that are trained on. */
public final class PictureFile {

  private PictureFile() {}

  /**
   * Returns the levels of a file's image at the size and with the channels of a shape: (H, W, C).
   *
   * @param options how it is made to fit, what transparent pixels are laid on, and the limits
   * @throws IOException if the file is missing, or cannot be read as an image within its limits
   */
  public static byte[] levels(Path file, ImageShape shape, DataOptions options) throws IOException {
    FileLimits limits = FileLimits.of(options);
    if (Files.size(file) > limits.maxBytes()) {
      throw new DataException(file + ": is larger than a quarter of the memory");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      ImageDecoder decoder = new ImageDecoder(limits.maxPixels());
      BufferedImage image =
          FileImages.decode(bytes, decoder, options.fit(), shape.height(), shape.width()).image();
      byte[] planar = Pixels.toLevels(image, shape.channels(), options.background());
      return Pixels.toInterleaved(planar, shape);
    } catch (IOException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }
}
