package io.organza.cli;

import java.text.Normalizer;
import java.util.List;

/** The classes of images that a generator knows, by their names. */
final class Classes {

  private Classes() {}

  /**
   * Returns the label of the class that {@code --class} names. Folders of some archives have
   * letters and accents one by one, which keyboards give together.
   */
  static int label(List<String> known, String name) {
    int label = known.stream().map(Classes::composed).toList().indexOf(composed(name));
    if (label < 0) {
      throw new UsageException(
          "--class: the run knows %s, got %s"
              .formatted(known.isEmpty() ? "no classes" : String.join(", ", known), name));
    }
    return label;
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
