package io.organza.data;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file that was left out because it cannot be used: it is no image, or has no label.
 *
 * @param path the path in its folder, zip or tar
 * @param reason what went wrong, for a person
 */
public record SkippedFile(String path, String reason) {

  /** Describes the error that kept a file out. */
  static SkippedFile of(String path, Throwable error) {
    if (isOutOfMemory(error)) {
      return new SkippedFile(path, "too large for the memory at hand");
    }
    String reason = describe(error);
    Throwable cause = error.getCause();
    return new SkippedFile(path, cause == null ? reason : reason + ": " + describe(cause));
  }

  /** Tells whether it was Java's memory that did not suffice; readers wrap what is thrown. */
  static boolean isOutOfMemory(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .anyMatch(OutOfMemoryError.class::isInstance);
  }

  /** Returns the report that is stored: path and reason in turn, each ended by a zero. */
  static byte[] toBytes(List<SkippedFile> files) {
    StringBuilder report = new StringBuilder();
    for (SkippedFile file : files) {
      report.append(file.path()).append('\0').append(file.reason()).append('\0');
    }
    return report.toString().getBytes(StandardCharsets.UTF_8);
  }

  static List<SkippedFile> fromBytes(ByteBuffer report) {
    String[] parts = StandardCharsets.UTF_8.decode(report).toString().split("\0", -1);
    List<SkippedFile> files = new ArrayList<>();
    for (int i = 0; i + 1 < parts.length; i += 2) {
      files.add(new SkippedFile(parts[i], parts[i + 1]));
    }
    return files;
  }

  /** Returns the first few files with their reasons, for a message. */
  static String first(List<SkippedFile> files, int most) {
    String reasons =
        files.stream().limit(most).map(SkippedFile::toString).collect(Collectors.joining("; "));
    return files.size() > most ? reasons + "; ..." : reasons;
  }

  private static String describe(Throwable error) {
    if (error instanceof EOFException) {
      return "the file ends too early";
    }
    String message = error.getMessage();
    String name = error.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : message.replace('\0', ' ').strip();
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
