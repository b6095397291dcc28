package io.organza.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Compares what is to be written with the space that file systems have left. */
final class FreeSpace {

  private FreeSpace() {}

  /**
   * Returns a warning for each file system that has too little; none if that cannot be told.
   *
   * @param bytes how many are to be written to each target
   * @param targets files or folders, which may not be there yet
   */
  static List<String> warnings(double bytes, List<Path> targets) {
    List<String> warnings = new ArrayList<>();
    try {
      List<FileStore> stores = new ArrayList<>();
      for (Path target : targets) {
        stores.add(Files.getFileStore(Folders.existing(target)));
      }
      for (int i = 0; i < stores.size(); i++) {
        double all = bytes * Collections.frequency(stores, stores.get(i));
        long free = stores.get(i).getUsableSpace();
        if (all > free && stores.indexOf(stores.get(i)) == i) {
          warnings.add(
              "the images may take %s, but where %s is, only %s are free"
                  .formatted(Format.bytes((long) all), targets.get(i), Format.bytes(free)));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return warnings;
  }
}
