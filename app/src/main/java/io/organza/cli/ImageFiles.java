package io.organza.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Writes files of images. */
final class ImageFiles {

  /** How the names of files that are not whole end; they begin with a dot. */
  static final String PARTIAL = ".partial";

  private ImageFiles() {}

  /** How a file came to hold an image. */
  enum Outcome {
    WRITTEN,
    /** The same image was there already. */
    THERE,
    /** Another file has the name; it was left alone. */
    TAKEN
  }

  /** Writes a file at once, whatever was there before; a process that ends leaves none or all. */
  static void replace(Path file, byte[] bytes) throws IOException {
    // Two threads never write the same file at the same time.
    long thread = Thread.currentThread().getId();
    Path partial = file.resolveSibling("." + file.getFileName() + "." + thread + PARTIAL);
    try {
      Files.write(partial, bytes);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw new IOException(file + ": " + Failures.describe(e), e);
    }
  }

  /** Writes a PNG file that replaces none; its folder must exist. */
  static Outcome write(BufferedImage image, Path file) throws IOException {
    byte[] bytes = png(image);
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return Outcome.WRITTEN;
    } catch (FileAlreadyExistsException e) {
      boolean same = Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
      return same ? Outcome.THERE : Outcome.TAKEN;
    }
  }

  /** Writes a PNG file called {@code name.png}, or {@code name-2.png} where that is taken. */
  static Path writeBeside(BufferedImage image, Path folder, String name) throws IOException {
    for (int i = 1; ; i++) {
      Path file = folder.resolve(i == 1 ? name + ".png" : name + "-" + i + ".png");
      if (write(image, file) != Outcome.TAKEN) {
        return file;
      }
    }
  }

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
