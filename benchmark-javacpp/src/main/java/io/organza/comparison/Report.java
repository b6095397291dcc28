package io.organza.comparison;

import io.organza.comparison.Measurement.Losses;
import io.organza.speed.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** The tables of a comparison, in Markdown. */
final class Report {

  private static final int LAST_CHUNK = Task.COMPARED_STEPS / Measurement.CHUNK - 1;

  private final Map<Contender, List<Measurement>> turns;

  /** Takes the turns of each contender, one for each round. */
  Report(Map<Contender, List<Measurement>> turns) {
    this.turns = turns;
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("In brackets: for each second that a processor worked on it.");
    lines.add("");
    lines.add("| | Images/s | Organza's float32 is | its bfloat16 is |");
    lines.add("|---|---|---|---|");
    turns.keySet().forEach(contender -> lines.add(speeds(contender)));
    lines.add("");
    lines.add("| | Trained | Losses of step 1 | 2 | 10 | Means of steps 1 to 32 | 97 to 128 |");
    lines.add("|---|---|---|---|---|---|---|");
    turns.keySet().forEach(contender -> lines.add(losses(contender)));
    return String.join("\n", lines);
  }

  private List<Measurement> of(Contender contender) {
    return turns.getOrDefault(contender, List.of());
  }

  private String speeds(Contender contender) {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f (%.0f) | %s | %s |",
        contender.title,
        median(contender, Measurement::imagesPerSecond),
        median(contender, Measurement::imagesPerProcessorSecond),
        ratio(Contender.ORGANZA_FP32, contender),
        ratio(Contender.ORGANZA_BF16, contender));
  }

  private double median(Contender contender, ToDoubleFunction<Measurement> number) {
    return Median.of(of(contender).stream().map(number::applyAsDouble).toList());
  }

  /**
   * Returns how many times as fast as a contender Organza is, by the clock and by the processor's
   * time.
   */
  private String ratio(Contender organza, Contender contender) {
    return organza == contender || !turns.containsKey(organza)
        ? ""
        : String.format(
            Locale.ROOT,
            "%.2f times (%.2f)",
            ratio(organza, contender, Measurement::imagesPerSecond),
            ratio(organza, contender, Measurement::imagesPerProcessorSecond));
  }

  /** Returns the median over the rounds. */
  private double ratio(
      Contender organza, Contender contender, ToDoubleFunction<Measurement> speed) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < of(contender).size(); round++) {
      double own = speed.applyAsDouble(of(organza).get(round));
      ratios.add(own / speed.applyAsDouble(of(contender).get(round)));
    }
    return Median.of(ratios);
  }

  private String losses(Contender contender) {
    Measurement turn = of(contender).get(0);
    return String.format(
        Locale.ROOT,
        "| %s | %,d, %,d | %s | %s | %s | %s | %s |",
        contender.title,
        numbers(turn.shapes().get(0)),
        numbers(turn.shapes().get(1)),
        text(turn.step(0)),
        text(turn.step(1)),
        text(turn.step(9)),
        text(turn.chunk(0)),
        text(turn.chunk(LAST_CHUNK)));
  }

  private static String text(Losses losses) {
    return String.format(Locale.ROOT, "%.4f, %.4f", losses.discriminator(), losses.generator());
  }

  /** Returns how many numbers parameters of these shapes hold. */
  private static long numbers(SortedMap<String, String> shapes) {
    return shapes.values().stream().mapToLong(Report::numbers).sum();
  }

  /** The shape is written with brackets around its sides, and commas between. */
  private static long numbers(String shape) {
    return Arrays.stream(shape.replaceAll("[^0-9,]", "").split(",", -1))
        .mapToLong(Long::parseLong)
        .reduce(1, Math::multiplyExact);
  }
}
