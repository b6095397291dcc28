package io.organza.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Splits a list at its commas, but for those in the names of files that there are: of several
   * ways, the longest name counts.
   */
  static List<String> split(String list) {
    List<String> places = new ArrayList<>();
    int begin = 0;
    while (begin <= list.length()) {
      int end = end(list, begin);
      places.add(list.substring(begin, end).strip());
      begin = end + 1;
    }
    return places;
  }

  /** Returns where the longest name ends that begins there, or else where the next comma is. */
  private static int end(String list, int begin) {
    int comma = list.indexOf(',', begin);
    int end = list.length();
    while (comma >= 0 && end > comma && !exists(list.substring(begin, end).strip())) {
      end = list.lastIndexOf(',', end - 1);
    }
    return end;
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
