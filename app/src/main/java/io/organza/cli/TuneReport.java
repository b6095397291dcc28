package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.PngEncoder;
import io.organza.tuning.Measures;
import io.organza.tuning.Setting;
import io.organza.tuning.Standing;
import io.organza.tuning.Tournament;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the trials came to: a table, a plot, a page, and lines of JSON. */
final class TuneReport {

  static final String PLOT = "tune.png";
  static final String PAGE = "tune.html";
  private static final String RESULTS = "results.jsonl";

  /**
   * A line of {@code results.jsonl}.
   *
   * @param kimg how long the training was, in thousands of images
   * @param measures means over the folds
   * @param scoreError the standard error of the mean score; NaN for one fold
   */
  record Result(Setting setting, double kimg, Measures measures, double scoreError) {}

  private final TunePlan plan;
  private final Tournament tournament;

  TuneReport(TunePlan plan, Tournament tournament) {
    this.plan = plan;
    this.tournament = tournament;
  }

  /** Returns the setting to train with; nothing if all diverged. */
  Optional<Setting> best() {
    return tournament.standings().stream()
        .filter(standing -> !standing.measures().isDiverged())
        .map(standing -> plan.settings().get(standing.setting()))
        .findFirst();
  }

  /** Returns the settings that chance alone may have put behind the best one, as a line. */
  Optional<String> rivals() {
    return tournament.rivals().stream()
        .map(standing -> plan.settings().get(standing.setting()))
        .map(
            setting ->
                setting.values().entrySet().stream()
                    .map(value -> value.getKey() + " " + Format.number(value.getValue()))
                    .collect(Collectors.joining(", ")))
        .reduce((some, next) -> some + "; " + next);
  }

  /** Returns all settings as lines, the best first. */
  List<String> table() {
    List<List<String>> rows = rows();
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, columns)
                    .mapToObj(i -> " ".repeat(widths[i] - row.get(i).length()) + row.get(i))
                    .collect(Collectors.joining("  ")))
        .toList();
  }

  /** Writes the results into the folder, as lines of JSON. */
  void writeResults(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(RESULTS), results());
  }

  /** Returns the plot, as a PNG. */
  byte[] plot() {
    return PngEncoder.encode(new TunePlot(plan, tournament).draw());
  }

  /**
   * Writes the page into the folder.
   *
   * @param plot a PNG, if there is one
   * @param train the command that trains with the best setting
   */
  void writePage(Path folder, Optional<byte[]> plot, String train) throws IOException {
    AtomicFile.write(folder.resolve(PAGE), page(plot, train));
  }

  /** Returns a heading and a row for each setting. */
  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(plan.settings().get(0).values().keySet());
    heading.addAll(List.of("kimg", "score"));
    if (plan.folds() > 1) {
      heading.add("error");
    }
    heading.addAll(List.of("weight norm", "gap", "D grad", "clipped", "G grad", "clipped"));
    rows.add(heading);
    for (Standing standing : tournament.standings()) {
      Measures measures = standing.measures();
      List<String> row = new ArrayList<>();
      plan.settings()
          .get(standing.setting())
          .values()
          .values()
          .forEach(value -> row.add(Format.number(value)));
      row.add(Format.number(plan.halving().kimg(standing.rung())));
      row.add(measures.isDiverged() ? "diverged" : Format.measure(measures.score()));
      if (plan.folds() > 1) {
        row.add(Format.measure(standing.scoreError()));
      }
      row.add(Format.measure(measures.weightNorm()));
      row.add(Format.measure(measures.gap()));
      row.add(Format.measure(measures.discriminatorGradient()));
      row.add(share(measures.discriminatorClipped()));
      row.add(Format.measure(measures.generatorGradient()));
      row.add(share(measures.generatorClipped()));
      rows.add(row);
    }
    return rows;
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "-" : Format.percent(share);
  }

  private String page(Optional<byte[]> plot, String train) {
    HtmlPage page = new HtmlPage();
    plot.ifPresent(png -> page.add(HtmlPage.smooth("Score, weight norm and gap", png)));
    page.beginTable();
    String cell = "<th>%s</th>";
    for (List<String> row : rows()) {
      page.row(
          row.stream().map(HtmlPage::escaped).map(cell::formatted).collect(Collectors.joining()));
      cell = "<td>%s</td>";
    }
    page.endTable();
    page.add(
        "<p>The score is the squared Frechet distance from images that were held out: lower is"
            + " better. Only those of the same kimg can be compared."
            + (plan.folds() > 1
                ? " The error is the standard error of the mean over folds.</p>"
                : "</p>"));
    page.add("<p><code>%s</code></p>".formatted(HtmlPage.escaped(train)));
    return page.html("Tuning on " + plan.base().data().source());
  }

  private String results() {
    StringBuilder lines = new StringBuilder();
    for (int rung = 0; rung < plan.halving().rungs(); rung++) {
      for (Standing standing : tournament.rung(rung)) {
        Setting setting = plan.settings().get(standing.setting());
        lines.append(
            StatsWriter.json(
                new Result(
                    setting,
                    plan.halving().kimg(rung),
                    standing.measures(),
                    standing.scoreError())));
        lines.append('\n');
      }
    }
    return lines.toString();
  }
}
