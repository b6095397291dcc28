package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the ticks of a run come to, as {@code stats.jsonl} keeps them.
 *
 * @param gap that of the last tick; NaN if it was not measured
 * @param discriminatorGradient the mean norm before clipping over all steps; NaN if there are none
 * @param generatorGradient the same for the generator
 * @param discriminatorClipped the share of all steps, 0 to 1; NaN if there are none
 * @param generatorClipped the same for the generator
 */
record RunStats(
    double gap,
    double discriminatorGradient,
    double generatorGradient,
    double discriminatorClipped,
    double generatorClipped) {

  /** Reads the ticks up to a number of images, without those that were left behind. */
  static RunStats read(Path stats, long images) throws IOException {
    SortedMap<Long, JsonNode> ticks = StatsFile.ticks(stats).headMap(images, true);
    double gap =
        ticks.values().stream()
            .mapToDouble(tick -> tick.path("gap").asDouble(Double.NaN))
            .reduce(Double.NaN, (earlier, later) -> later);
    return new RunStats(
        gap,
        mean(ticks, "discriminatorGradientNorm"),
        mean(ticks, "generatorGradientNorm"),
        mean(ticks, "discriminatorClipped"),
        mean(ticks, "generatorClipped"));
  }

  /**
   * Returns the seconds that the processes of a run trained, as far as their ticks tell: each
   * counts from its own beginning, and its ticks say what was before. Where older ones do not, a
   * process is known by its seconds being fewer than those of the tick before.
   */
  static double seconds(Path stats) throws IOException {
    double ended = 0;
    double seconds = 0;
    for (JsonNode line : StatsFile.lines(stats)) {
      if (StatsFile.isTick(line)) {
        double now = line.path("seconds").asDouble();
        double told = line.path(StatsWriter.BEFORE).asDouble(Double.NaN);
        ended = Double.isNaN(told) ? ended + (now < seconds ? seconds : 0) : told;
        seconds = now;
      }
    }
    return ended + seconds;
  }

  /** Each tick counts by its images: one that a stop cut short counts less. */
  private static double mean(SortedMap<Long, JsonNode> ticks, String name) {
    double sum = 0;
    long before = 0;
    for (Map.Entry<Long, JsonNode> tick : ticks.entrySet()) {
      sum += (tick.getKey() - before) * tick.getValue().path(name).asDouble(Double.NaN);
      before = tick.getKey();
    }
    return sum / before;
  }
}
