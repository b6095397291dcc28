package io.organza.data;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A place that images come from: a folder, a zip or the built-in set of flowers. */
public sealed interface ImageSource extends Closeable permits FileImages, Flowers {

  /** What the location of a built-in set starts with. */
  String BUILT_IN = "builtin:";

  /**
   * Lists the images of a place; none is decoded yet.
   *
   * @param location a folder, which is searched with all folders in it; a zip, which is read in
   *     place; or {@code builtin:flowers}
   * @throws DataException if there is no such place, or no file with an image's extension in it
   * @throws IOException if the place cannot be read
   */
  static ImageSource open(String location) throws IOException {
    if (location.startsWith(BUILT_IN)) {
      String name = location.substring(BUILT_IN.length());
      if (name.equals(Flowers.NAME)) {
        return new Flowers();
      }
      throw new DataException(
          "no built-in set is called " + location + "; there is " + BUILT_IN + Flowers.NAME);
    }
    Path path = path(location);
    if (Files.isDirectory(path)) {
      return FolderImages.open(path);
    }
    if (Files.exists(path)) {
      return ZipImages.open(path);
    }
    throw new DataException("no such folder or zip: " + location);
  }

  private static Path path(String location) throws DataException {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw new DataException("no such folder or zip: " + location, e);
    }
  }

  /** Returns a short name for files of a run, of the characters a-z, 0-9 and "-". */
  String name();

  /** Returns the number of images, readable or not. */
  int count();

  /** Returns the number of other files, which are left alone. */
  int ignored();

  /** Returns the path of an image in its place. */
  String path(int index);

  /** Returns a text that changes when the images do: it stands for them in the cache. */
  String fingerprint();

  /**
   * Decodes or draws an image and makes it fit; may be called from several threads.
   *
   * @param index from 0 to {@link #count()} - 1
   * @param height the wanted height in pixels
   * @param width the wanted width in pixels
   * @throws IOException if the file cannot be read as an image
   */
  BufferedImage image(int index, int height, int width) throws IOException;
}
