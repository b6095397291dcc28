package io.organza.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What a location names: a built-in set, a folder or an archive. */
final class Places {

  private Places() {}

  /** Opens one place, whose name may have commas in it. */
  static ImageSource open(String location, FileLimits limits) throws IOException {
    if (location.startsWith(ImageSource.BUILT_IN)) {
      String name = location.substring(ImageSource.BUILT_IN.length());
      if (name.equals(Flowers.NAME)) {
        return new Flowers();
      }
      throw new DataException(
          "no built-in set is called "
              + location
              + "; there is "
              + ImageSource.BUILT_IN
              + Flowers.NAME);
    }
    Path path = path(location);
    if (Files.isDirectory(path)) {
      return FolderImages.open(path, limits);
    }
    if (Files.exists(path)) {
      return TarImages.isTar(path) ? TarImages.open(path, limits) : ZipImages.open(path, limits);
    }
    throw new DataException("no such folder, zip or tar: " + location);
  }

  /** Tells whether a file or folder has this very name. */
  static boolean exists(String location) {
    try {
      return Files.exists(Path.of(location));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Path path(String location) throws DataException {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw new DataException("no such folder, zip or tar: " + location, e);
    }
  }
}
