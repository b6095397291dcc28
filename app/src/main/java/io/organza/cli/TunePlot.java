package io.organza.cli;

import io.organza.tuning.Setting;
import io.organza.tuning.Standing;
import io.organza.tuning.Tournament;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;

/**
 * Score, weight norm and gap against the first option that has several values, one above the other:
 * a line for each length of training and each setting of the other options.
 */
final class TunePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 320;

  private final TunePlan plan;
  private final Tournament tournament;
  private final String option;
  private final double zero;

  TunePlot(TunePlan plan, Tournament tournament) {
    this.plan = plan;
    this.tournament = tournament;
    option = firstOf(plan.settings());
    double least =
        plan.settings().stream()
            .mapToDouble(this::value)
            .filter(value -> value > 0)
            .min()
            .orElse(1);
    zero = least / 10;
  }

  /** Draws all three. */
  BufferedImage draw() {
    List<BufferedImage> charts =
        List.of(
            chart(
                "score (lower is better)",
                standing -> standing.measures().score(),
                standing -> Double.isNaN(standing.scoreError()) ? 0 : standing.scoreError()),
            chart("weight norm", standing -> standing.measures().weightNorm(), standing -> 0),
            chart("gap", standing -> standing.measures().gap(), standing -> 0));
    BufferedImage all =
        new BufferedImage(WIDTH, charts.size() * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = all.createGraphics();
    for (int i = 0; i < charts.size(); i++) {
      canvas.drawImage(charts.get(i), 0, i * HEIGHT, null);
    }
    canvas.dispose();
    return all;
  }

  private BufferedImage chart(
      String title, ToDoubleFunction<Standing> measure, ToDoubleFunction<Standing> error) {
    XYChart chart = Plots.chart(WIDTH, HEIGHT);
    chart.setXAxisTitle(axis());
    chart.setYAxisTitle(title);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("0.#E0");
    lines()
        .forEach(
            (name, line) -> {
              line.values().removeIf(standing -> Double.isNaN(measure.applyAsDouble(standing)));
              if (!line.isEmpty()) {
                chart.addSeries(
                    name, List.copyOf(line.keySet()), ys(line, measure), ys(line, error));
              }
            });
    return Plots.draw(chart, 1);
  }

  private static List<Double> ys(
      SortedMap<Double, Standing> line, ToDoubleFunction<Standing> measure) {
    return line.values().stream().map(measure::applyAsDouble).toList();
  }

  /** Returns who is on each line, from left to right. */
  private Map<String, SortedMap<Double, Standing>> lines() {
    Map<String, SortedMap<Double, Standing>> lines = new LinkedHashMap<>();
    for (int rung = 0; rung < plan.halving().rungs(); rung++) {
      String kimg = Format.number(plan.halving().kimg(rung)) + " kimg";
      for (Standing standing : tournament.rung(rung)) {
        Setting setting = plan.settings().get(standing.setting());
        lines
            .computeIfAbsent(others(setting) + kimg, key -> new TreeMap<>())
            .put(place(setting), standing);
      }
    }
    return lines;
  }

  /** Returns where a setting is drawn: a logarithmic axis has no 0. */
  private double place(Setting setting) {
    return Math.max(zero, value(setting));
  }

  private static String firstOf(List<Setting> settings) {
    Setting one = settings.get(0);
    return one.values().keySet().stream()
        .filter(
            name ->
                settings.stream()
                    .anyMatch(
                        other -> !Objects.equals(other.values().get(name), one.values().get(name))))
        .findFirst()
        .orElse(one.values().keySet().iterator().next());
  }

  private double value(Setting setting) {
    return setting.values().getOrDefault(option, 0.0);
  }

  /** Returns the other options' values, if there are any: {@code gamma 0.1, }. */
  private String others(Setting setting) {
    return setting.values().entrySet().stream()
        .filter(value -> !value.getKey().equals(option))
        .map(value -> value.getKey() + " " + Format.number(value.getValue()) + ", ")
        .collect(Collectors.joining());
  }

  /** Says that 0 is drawn a decade below the least value. */
  private String axis() {
    return plan.settings().stream().allMatch(setting -> value(setting) > 0)
        ? option
        : option + " (the points on the left are 0)";
  }
}
