package io.organza.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What was measured of a run against kimg: a plot for each kind of measure that there is. */
final class RunPlots {

  /** A plot, and what it shows. */
  record Plot(String title, BufferedImage image) {}

  /**
   * A line of a plot.
   *
   * @param points finite values by kimg
   */
  private record Line(String name, SortedMap<Double, Double> points) {}

  /** How the axis of the values is divided. */
  private enum Axis {
    LINEAR,
    /** Logarithmic if the values are positive and span two decades. */
    BY_SPAN
  }

  private static final int WIDTH = 420;
  private static final int HEIGHT = 240;
  private static final int SCALE = 2;
  private static final double WIDE_SPAN = 100;
  private static final int FEW = 30;

  private final RunFacts facts;
  private final double from;
  private final double to;

  /** Spans the axis of kimg, the same for all: from 0 unless the run began far from it. */
  RunPlots(RunFacts facts) {
    this.facts = facts;
    LongSummaryStatistics images =
        Stream.concat(
                facts.ticks().keySet().stream(),
                facts.scores().all().stream().map(ScoreHistory.Score::images))
            .mapToLong(count -> count)
            .summaryStatistics();
    from = images.getMin() < images.getMax() / 2 ? 0 : images.getMin() / 1000.0;
    to = images.getMax() / 1000.0;
  }

  /** Draws all, each twice as wide and high as it is meant to be seen. */
  List<Plot> draw() {
    return Stream.of(
            plot("Score: Frechet distance, lower is better", Axis.BY_SPAN, ofScores()),
            plot("Adversarial loss", Axis.BY_SPAN, ofBoth("Loss")),
            plot(
                "R1 at real and R2 at generated images",
                Axis.BY_SPAN,
                List.of(line("R1", "r1"), line("R2", "r2"))),
            plot("Norm of the gradient before clipping", Axis.BY_SPAN, ofBoth("GradientNorm")),
            plot("Share of steps that were clipped", Axis.LINEAR, ofBoth("Clipped")),
            plot("Gap between training images and hold-out", Axis.LINEAR, "gap"),
            plot("Learning rate", Axis.LINEAR, "learningRate"),
            plot("Penalty on the generator's weights", Axis.LINEAR, "weightPenalty"),
            plot("Adaptive lambda of the L2 penalty", Axis.BY_SPAN, "lambda"),
            plot("Images a second", Axis.LINEAR, "imagesPerSecond"))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Plot> plot(String title, Axis axis, String field) {
    return plot(title, axis, List.of(line(title, field)));
  }

  /** Returns a plot of the lines that have points; nothing if none has. */
  private Optional<Plot> plot(String title, Axis axis, List<Line> lines) {
    List<Line> drawn = lines.stream().filter(line -> !line.points().isEmpty()).toList();
    return drawn.isEmpty()
        ? Optional.empty()
        : Optional.of(new Plot(title, Plots.draw(chart(axis, drawn), SCALE)));
  }

  private XYChart chart(Axis axis, List<Line> lines) {
    XYChart chart = Plots.chart(WIDTH, HEIGHT);
    for (Line line : lines) {
      SortedMap<Double, Double> points = line.points();
      XYSeries series =
          chart.addSeries(line.name(), List.copyOf(points.keySet()), List.copyOf(points.values()));
      series.setLineWidth(1.5f);
      series.setMarker(points.size() < FEW ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
    chart.setXAxisTitle("kimg");
    chart.getStyler().setXAxisMin(from);
    chart.getStyler().setXAxisMax(to);
    setLook(chart.getStyler());
    chart.getStyler().setLegendVisible(lines.size() > 1);
    setAxis(
        chart.getStyler(),
        axis,
        lines.stream()
            .flatMap(line -> line.points().values().stream())
            .mapToDouble(value -> value)
            .summaryStatistics());
    return chart;
  }

  private static void setAxis(XYStyler styler, Axis axis, DoubleSummaryStatistics values) {
    double least = values.getMin();
    double most = values.getMax();
    if (axis == Axis.BY_SPAN && least > 0 && most / least >= WIDE_SPAN) {
      styler.setYAxisLogarithmic(true);
      return;
    }
    if (least >= 0) {
      styler.setYAxisMin(0.0);
    }
    double size = Math.max(Math.abs(least), Math.abs(most));
    boolean isPlain = size == 0 || (size >= 1e-3 && size < 1e6);
    styler.setYAxisDecimalPattern(isPlain ? "0.######" : "0.##E0");
  }

  private static void setLook(XYStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setSeriesColors(new Color[] {new Color(0x4a7fb5), new Color(0xd9822b)});
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font);
    styler.setLegendFont(font);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setMarkerSize(6);
  }

  /** Returns the line of all scores, and the best one as a line of its own. */
  private List<Line> ofScores() {
    Map<Long, Double> scores =
        facts.scores().all().stream()
            .collect(Collectors.toMap(ScoreHistory.Score::images, ScoreHistory.Score::frechet));
    Stream<Line> best =
        facts.scores().best().stream()
            .map(score -> line("best: " + score, Map.of(score.images(), score.frechet())));
    return Stream.concat(Stream.of(line("score", scores)), best).toList();
  }

  /** Returns the lines of a measure of both networks. */
  private List<Line> ofBoth(String measure) {
    return List.of(
        line("discriminator", "discriminator" + measure), line("generator", "generator" + measure));
  }

  /** Returns the line of a field of the ticks. */
  private Line line(String name, String field) {
    Map<Long, Double> values = new TreeMap<>();
    facts
        .ticks()
        .forEach((images, tick) -> values.put(images, tick.path(field).asDouble(Double.NaN)));
    return line(name, values);
  }

  private static Line line(String name, Map<Long, Double> values) {
    SortedMap<Double, Double> points = new TreeMap<>();
    values.forEach(
        (images, value) -> {
          if (Double.isFinite(value)) {
            points.put(images / 1000.0, value);
          }
        });
    return new Line(name, points);
  }
}
