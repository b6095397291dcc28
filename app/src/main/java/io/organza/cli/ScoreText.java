package io.organza.cli;

import io.organza.cli.ScoreReport.ClassShares;
import io.organza.cli.ScoreReport.Comparison;
import io.organza.metric.Interval;
import io.organza.metric.NeighbourScores;
import io.organza.metric.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says to a person what {@code organza evaluate} computed. */
final class ScoreText {

  private ScoreText() {}

  /** Returns the report as lines. */
  static List<String> lines(ScoreReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("features     " + report.features().name());
    for (Comparison comparison : report.comparisons()) {
      lines.add(heading(report, comparison));
      lines.addAll(lines(comparison.scores()));
      lines.add(wasserstein(comparison));
    }
    if (report.classes() != null) {
      lines.add(line(report.classes()));
    }
    return lines;
  }

  private static String heading(ScoreReport report, Comparison comparison) {
    String images = report.scored().images();
    String line =
        "%d images%s against %d %s"
            .formatted(
                report.count(),
                images == null ? "" : " of " + images,
                comparison.count(),
                real(comparison));
    return images == null ? line : line + ", at " + report.shape();
  }

  private static String real(Comparison comparison) {
    return switch (comparison.set()) {
      case TRAINING -> "that were trained on";
      case HOLDOUT -> "that were held out";
      case AGAINST -> "in " + comparison.source();
    };
  }

  private static List<String> lines(Scores scores) {
    NeighbourScores neighbours = scores.neighbours();
    return List.of(
        "frechet      " + Format.measure(scores.frechet()) + interval(scores.frechetInterval()),
        "kernel       %s, standard error %s"
            .formatted(
                Format.measure(scores.kernel().value()),
                Format.measure(scores.kernel().standardError())),
        "precision    %s, recall %s"
            .formatted(Format.measure(neighbours.precision()), Format.measure(neighbours.recall())),
        "density      %s, coverage %s"
            .formatted(
                Format.measure(neighbours.density()), Format.measure(neighbours.coverage())));
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : ", of many images %s to %s (95%%)"
            .formatted(Format.measure(interval.low()), Format.measure(interval.high()));
  }

  private static String wasserstein(Comparison comparison) {
    return "wasserstein  %s, by scale %s"
        .formatted(
            Format.measure(comparison.wasserstein()),
            comparison.wassersteinByScale().stream()
                .map(
                    l -> "%dx%d: %s".formatted(l.width(), l.height(), Format.measure(l.distance())))
                .collect(Collectors.joining(", ")));
  }

  private static String line(ClassShares classes) {
    return "classes      %s named as asked for; of real images %s, by chance %s"
        .formatted(
            Format.percent(classes.asAskedFor()),
            Format.percent(classes.ofReal()),
            Format.percent(classes.byChance()));
  }
}
