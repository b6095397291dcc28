package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** Returns whether a line is a tick, and no score. */
  static boolean isTick(JsonNode line) {
    return line.path("images").isNumber() && line.path("seconds").isNumber();
  }
}
