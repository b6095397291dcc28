package io.organza.cli;

import io.organza.GanConfig;
import java.util.List;

/** The classes of images that a run knows, by their names. */
final class Classes {

  private Classes() {}

  /** Returns the label of the class that {@code --class} names. */
  static int label(GanConfig config, String name) {
    List<String> known = config.data().classNames();
    int label = known.indexOf(name);
    if (label < 0) {
      throw new UsageException(
          "--class: the run knows %s, got %s"
              .formatted(known.isEmpty() ? "no classes" : String.join(", ", known), name));
    }
    return label;
  }
}
