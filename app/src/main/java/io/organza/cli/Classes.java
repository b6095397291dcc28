package io.organza.cli;

import java.util.List;

/** The classes of images that a generator knows, by their names. */
final class Classes {

  private Classes() {}

  /** Returns the label of the class that {@code --class} names. */
  static int label(List<String> known, String name) {
    int label = known.indexOf(name);
    if (label < 0) {
      throw new UsageException(
          "--class: the run knows %s, got %s"
              .formatted(known.isEmpty() ? "no classes" : String.join(", ", known), name));
    }
    return label;
  }
}
