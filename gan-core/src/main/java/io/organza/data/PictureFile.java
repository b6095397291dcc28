package io.organza.data;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

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
    TimeLimit.Outcome<byte[]> outcome =
        TimeLimit.of(options).each(0, 1, index -> decode(file, shape, options, limits)).get(0);
    byte[] levels = outcome.value();
    if (levels == null) {
      throw failure(file, Objects.requireNonNull(outcome.failure()));
    }
    return levels;
  }

  private static byte[] decode(Path file, ImageShape shape, DataOptions options, FileLimits limits)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ImageDecoder decoder = new ImageDecoder(limits.maxPixels());
    BufferedImage image =
        FileImages.decode(bytes, decoder, options.fit(), shape.height(), shape.width()).image();
    byte[] planar = Pixels.toLevels(image, shape.channels(), options.background());
    return Pixels.toInterleaved(planar, shape);
  }

  private static IOException failure(Path file, Throwable reason) {
    return new DataException(SkippedFile.of(file.toString(), reason).toString(), reason);
  }
}
