package io.organza.cli;

import io.organza.metric.ClassReader;
import io.organza.metric.Interval;
import io.organza.metric.NeighbourScores;
import io.organza.metric.Scores;
import io.organza.metric.SlicedWasserstein;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How scores are shown to a person. */
final class ScoreReport {

  private ScoreReport() {}

  static List<String> lines(Scores scores) {
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

  static String line(SlicedWasserstein distance) {
    return "wasserstein  %s, by scale %s"
        .formatted(
            Format.measure(distance.mean()),
            distance.levels().stream()
                .map(
                    l -> "%dx%d: %s".formatted(l.width(), l.height(), Format.measure(l.distance())))
                .collect(Collectors.joining(", ")));
  }

  /** Returns how often the reader names the class that generated images were asked for. */
  static String line(ClassReader reader, double asAskedFor) {
    return "classes      %s named as asked for; of real images %s, by chance %s"
        .formatted(
            Format.percent(asAskedFor),
            Format.percent(reader.accuracy()),
            Format.percent(reader.chance()));
  }
}
