package io.organza.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** What a location names: a built-in set, one of DJL's, a folder or an archive. */
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
    if (location.startsWith(ImageSource.DJL)) {
      return DjlImages.open(location);
    }
    Path path =
        path(location)
            .filter(Files::exists)
            .orElseThrow(() -> new DataException("no such folder, zip or tar: " + location));
    if (Files.isDirectory(path)) {
      return FolderImages.open(path, limits);
    }
    return TarImages.isTar(path) ? TarImages.open(path, limits) : ZipImages.open(path, limits);
  }

  /** Tells whether a file or folder has this very name. */
  static boolean exists(String location) {
    return path(location).filter(Files::exists).isPresent();
  }

  /** Tells whether the operating system could have a file or folder of this name. */
  static boolean isPath(String location) {
    return path(location).isPresent();
  }

  private static Optional<Path> path(String location) {
    try {
      return Optional.of(Path.of(location));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
