package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** Reads the lines of {@code stats.jsonl}. */
final class StatsFile {

  private StatsFile() {}

  /**
   * Returns the lines, in order; those that are damaged or cut short are passed over. There are
   * none if there is no file.
   */
  static List<JsonNode> lines(Path stats) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(stats)) {
      // It is ASCII. A damaged byte must spoil its own line only.
      for (String line : Files.readAllLines(stats, StandardCharsets.ISO_8859_1)) {
        try {
          lines.add(RecordJson.parse(line));
        } catch (IllegalArgumentException e) {
          // It is damaged or cut short.
        }
      }
    }
    return lines;
  }

  /**
   * Tells of which numbers of images a run was past, and is not now, because it went on from before
   * them: they are above its last tick, but not above all of its ticks.
   */
  static LongPredicate leftBehind(Path stats) throws IOException {
    long[] ticks =
        lines(stats).stream()
            .filter(StatsFile::isTick)
            .mapToLong(line -> line.path("images").asLong())
            .toArray();
    long most = Arrays.stream(ticks).max().orElse(0);
    long last = ticks.length == 0 ? 0 : ticks[ticks.length - 1];
    return images -> images > last && images <= most;
  }

  /** Returns whether a line is a tick, and no score. */
  static boolean isTick(JsonNode line) {
    return line.path("images").isNumber() && line.path("seconds").isNumber();
  }
}
