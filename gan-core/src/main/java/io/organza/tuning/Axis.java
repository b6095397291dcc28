package io.organza.tuning;

import io.organza.random.RandomStream;
import io.organza.record.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * The values that one option may have.
 *
 * @param name the option's name without dashes
 * @param ranges where the values are, at least one
 */
public record Axis(String name, List<Range> ranges) {

  public Axis {
    ranges = List.copyOf(ranges);
    new Problems().require(name, !ranges.isEmpty(), "at least one range", "none").check();
  }

  /**
   * Reads ranges with commas between, such as {@code 0,1e-6..1e-1}.
   *
   * @throws IllegalArgumentException if a part is none; the message shows it
   */
  public static Axis parse(String name, String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      ranges.add(Range.parse(part.strip()));
    }
    return new Axis(name, ranges);
  }

  /** Returns the values of a grid, each once: single ones, and the decades of ranges. */
  List<Double> values() {
    return ranges.stream().flatMap(range -> range.decades().stream()).distinct().toList();
  }

  /** Draws a value: from each range as often as the grid has values in it. */
  double draw(RandomStream random) {
    List<Range> weighted = new ArrayList<>();
    for (Range range : ranges) {
      range.decades().forEach(value -> weighted.add(range));
    }
    Range range = weighted.get((int) (random.nextDouble() * weighted.size()));
    return range.at(random.nextDouble());
  }
}
