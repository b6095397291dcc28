package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

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
   * Returns the ticks by their images, without those that were left behind when the run went on
   * from before them.
   */
  static NavigableMap<Long, JsonNode> ticks(Path stats) throws IOException {
    NavigableMap<Long, JsonNode> ticks = new TreeMap<>();
    for (JsonNode line : lines(stats)) {
      if (isTick(line)) {
        long images = line.path("images").asLong();
        ticks.tailMap(images, true).clear();
        ticks.put(images, line);
      }
    }
    return ticks;
  }

  /**
   * Tells whether what was drawn after a number of images, and when, was left behind since then,
   * because the run went on from before it.
   *
   * <p>Either it was drawn before a process began that went on from fewer images; or, as far as
   * earlier versions tell, the run was past it and is not now: it is above the last tick, but not
   * above all of them.
   */
  static BiPredicate<Long, Instant> leftBehind(Path stats) throws IOException {
    List<JsonNode> ticks = lines(stats).stream().filter(StatsFile::isTick).toList();
    long[] reached = ticks.stream().mapToLong(tick -> tick.path("images").asLong()).toArray();
    long most = Arrays.stream(reached).max().orElse(0);
    long last = reached.length == 0 ? 0 : reached[reached.length - 1];
    Set<Begin> begins =
        ticks.stream().flatMap(tick -> Begin.of(tick).stream()).collect(Collectors.toSet());
    return (images, drawn) ->
        (images > last && images <= most)
            || begins.stream()
                .anyMatch(begin -> begin.images() < images && drawn.isBefore(begin.time()));
  }

  /** When a process began to train a run, and after how many images. */
  private record Begin(long images, Instant time) {

    /** Returns what a tick tells of its process; one of an earlier version tells nothing. */
    static Optional<Begin> of(JsonNode tick) {
      try {
        Instant time = Instant.parse(tick.path(StatsWriter.BEGUN).asText());
        return Optional.of(new Begin(tick.path(StatsWriter.IMAGES_BEFORE).asLong(), time));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }

  /** Returns whether a line is a tick, and no score. */
  static boolean isTick(JsonNode line) {
    return line.path("images").isNumber() && line.path("seconds").isNumber();
  }
}
