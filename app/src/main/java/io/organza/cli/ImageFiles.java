package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Reads and writes files of images. */
final class ImageFiles {

  private ImageFiles() {}

  /** How a file came to hold an image. */
  enum Outcome {
    WRITTEN,
    /** The same image was there already. */
    THERE,
    /** Another file has the name; it was left alone. */
    TAKEN
  }

  /** Reads an image; nothing if a file is none. */
  static Optional<BufferedImage> read(Path file) throws IOException {
    try {
      return Optional.ofNullable(ImageIO.read(file.toFile()));
    } catch (IOException e) {
      throw new IOException(file + ": " + Failures.describe(e), e);
    }
  }

  /**
   * Reads an image as a grey, RGB or ARGB one, whichever its file's colours are.
   *
   * @throws IOException if the file is no image
   */
  static BufferedImage readPlain(Path file) throws IOException {
    BufferedImage image = read(file).orElseThrow(() -> new IOException(file + ": is no image"));
    ColorModel colors = image.getColorModel();
    int channels = colors.hasAlpha() ? 4 : colors.getNumColorComponents();
    ImageShape shape = new ImageShape(channels, image.getHeight(), image.getWidth());
    return Pixels.toImage(Pixels.toInterleaved(Pixels.toLevels(image, channels), shape), shape);
  }

  /** Writes a PNG file that replaces none. */
  static Outcome write(BufferedImage image, Path file) throws IOException {
    byte[] bytes = PngEncoder.encode(image);
    try {
      AtomicFile.writeNew(file, bytes);
      return Outcome.WRITTEN;
    } catch (FileAlreadyExistsException e) {
      boolean same = Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
      return same ? Outcome.THERE : Outcome.TAKEN;
    }
  }

  /** Writes a PNG file {@code name.png}, or {@code name-2.png} beside it where that is taken. */
  static Path writeBeside(BufferedImage image, Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("(?i)\\.png$", "");
    Path written = file;
    for (int i = 2; write(image, written) == Outcome.TAKEN; i++) {
      written = file.resolveSibling(name + "-" + i + ".png");
    }
    return written;
  }
}
