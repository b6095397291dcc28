package io.organza.checkpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint's directory: {@code kimg000012}, then {@code kimg000012-2}.
 *
 * @param kimg thousands of images, rounded down
 * @param number 1 for the first checkpoint within these thousand images, 2 for the next
 */
record CheckpointName(long kimg, int number) implements Comparable<CheckpointName> {

  private static final Pattern NAME =
      Pattern.compile("kimg([0-9]{6,15})(?:-([2-9]|[1-9][0-9]{1,8}))?");
  private static final Pattern PARTIAL = Pattern.compile("\\.(.*)\\.partial");

  /** Returns the name that comes after all of those that are within the same thousand images. */
  static CheckpointName after(Collection<CheckpointName> names, long images) {
    long kimg = images / 1000;
    return names.stream()
        .filter(name -> name.kimg() == kimg)
        .max(Comparator.naturalOrder())
        .map(CheckpointName::next)
        .orElse(new CheckpointName(kimg, 1));
  }

  static Optional<CheckpointName> parse(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    CheckpointName name = new CheckpointName(Long.parseLong(matcher.group(1)), number);
    return Optional.of(name).filter(n -> n.toString().equals(text));
  }

  /** Returns whether the text is the name of a checkpoint that is being written or deleted. */
  static boolean isPartial(String text) {
    Matcher matcher = PARTIAL.matcher(text);
    return matcher.matches() && parse(matcher.group(1)).isPresent();
  }

  CheckpointName next() {
    return new CheckpointName(kimg, number + 1);
  }

  /** Returns the directory's name while the checkpoint is being written or deleted. */
  String partial() {
    return "." + this + ".partial";
  }

  @Override
  public int compareTo(CheckpointName other) {
    return Comparator.comparingLong(CheckpointName::kimg)
        .thenComparingInt(CheckpointName::number)
        .compare(this, other);
  }

  @Override
  public String toString() {
    String first = String.format(Locale.ROOT, "kimg%06d", kimg);
    return number == 1 ? first : first + "-" + number;
  }
}
