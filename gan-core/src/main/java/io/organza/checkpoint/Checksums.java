package io.organza.checkpoint;

import io.organza.file.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The content of a checkpoint's {@code SHA256SUMS}, as {@code sha256sum} writes and checks it.
 *
 * @param byName the SHA-256 of each file in lower-case hexadecimal, by the file's name
 */
record Checksums(SortedMap<String, String> byName) {

  static final String FILE = "SHA256SUMS";

  /** Enough for some 700 files. */
  private static final int LONGEST = 1 << 16;

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *]([a-z0-9][a-z0-9.-]*)");

  Checksums {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /** Reads the sums of the checkpoint in the given directory. */
  static Checksums read(Path directory) throws CheckpointException {
    Path file = directory.resolve(FILE);
    SortedMap<String, String> sums = new TreeMap<>();
    try {
      for (String line : RegularFiles.readText(file, LONGEST).lines().toList()) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || sums.put(matcher.group(2), matcher.group(1)) != null) {
          throw new CheckpointException(
              file, "expected a SHA-256 and a new file name in each line, found '" + line + "'");
        }
      }
      return new Checksums(sums);
    } catch (IOException e) {
      throw CheckpointException.of(file, e);
    }
  }

  /**
   * Checks every file, and that the given names are among them.
   *
   * <p>What a file is and how long it says that it is comes first: only what accounts for each of
   * its bytes is read to its end.
   */
  void verify(Path directory, List<String> required) throws CheckpointException {
    List<String> problems = new ArrayList<>();
    for (String name : required) {
      if (!byName.containsKey(name)) {
        problems.add(name + ": expected its sum in " + FILE + ", found none");
      }
    }
    byName.forEach(
        (name, expected) -> {
          try {
            verify(directory.resolve(name), expected);
          } catch (CheckpointException e) {
            problems.add(name + ": " + e.problem());
          }
        });
    if (!problems.isEmpty()) {
      throw new CheckpointException(directory, String.join("; ", problems));
    }
  }

  String text() {
    return byName.entrySet().stream()
        .map(sum -> sum.getValue() + "  " + sum.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private static void verify(Path file, String expected) throws CheckpointException {
    try {
      if (TensorGroups.isFile(file.getFileName().toString())) {
        SafetensorsFile.open(file).close();
      } else {
        RegularFiles.requireFile(file, RegularFiles.LONGEST_JSON);
      }
      String found = Sha256.of(file);
      if (!found.equals(expected)) {
        throw new CheckpointException(file, "expected SHA-256 " + expected + ", found " + found);
      }
    } catch (IOException e) {
      throw CheckpointException.of(file, e);
    }
  }
}
