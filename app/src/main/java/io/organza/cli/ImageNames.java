package io.organza.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How files of made images are called: {@code seed000012.png}, or {@code row000012.png} if latents
 * were given; and {@code seed000012-dogs.png} if there are classes.
 */
final class ImageNames {

  private static final Pattern NAME =
      Pattern.compile("(seed|row)\\d{6,}(-.*)?\\.(png|jpg|tiff|webp)");

  /** Of a class's name. File systems have 255 for the whole, and a temporary's is longer. */
  private static final int MOST_BYTES = 100;

  private final ImageFormat format;
  private final String number;
  private final List<String> classes = new ArrayList<>();

  /**
   * Prepares names; classes whose names files cannot have, or share, are told by their number.
   *
   * @param ofRows whether the images are of rows of an array, rather than of seeds
   */
  ImageNames(List<String> classNames, ImageFormat format, boolean ofRows) {
    this.format = format;
    number = ofRows ? "row" : "seed";
    List<String> plain =
        classNames.stream()
            .map(name -> name.replaceAll("[^\\p{L}\\p{N}]", "_").toLowerCase(Locale.ROOT))
            .toList();
    for (int label = 0; label < plain.size(); label++) {
      String name = plain.get(label);
      boolean shared = plain.indexOf(name) != plain.lastIndexOf(name);
      boolean isLong = name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
      classes.add("-" + (shared || isLong ? "class-" + label : name));
    }
  }

  /** Returns whether a file is called as one of any made image. */
  static boolean matches(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  /** Returns how the names of files end, without the dot. */
  String ending() {
    return format.ending();
  }

  /** Returns whether a file's name ends so. */
  boolean hasEnding(String fileName) {
    return fileName.endsWith("." + ending());
  }

  /** Returns the name of an image's file. */
  String of(ImagePlan.Item item) {
    String ofClass = classes.isEmpty() ? "" : classes.get(item.label());
    return String.format(Locale.ROOT, "%s%06d%s.%s", number, item.seed(), ofClass, format.ending());
  }
}
