package io.organza.cli;

import io.organza.cli.DataFacts.Fact;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.SkippedFile;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import io.organza.sampling.SampleSheet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts about images as a page for a browser, with a sheet of the images as training would see
 * them. All is in the one file, which is XML as well.
 */
final class HtmlReport {

  private static final int MOST_LISTED = 1000;

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: auto; padding: 1rem; }
      h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
      table { border-collapse: collapse; width: 100%%; }
      th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
      th { font-weight: normal; opacity: .7; white-space: nowrap; }
      td { overflow-wrap: anywhere; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; }
      img { display: block; width: 100%%; max-width: 36rem; image-rendering: pixelated; }
      .bar { background: #4a7fb5; height: 1em; min-width: 1px; }
      .wide { width: 100%%; }
      </style>
      </head>
      <body>
      <h1>%s</h1>
      %s</body>
      </html>
      """;

  private final DataFacts facts;
  private final ImageSource source;
  private final StringBuilder body = new StringBuilder();

  private HtmlReport(DataFacts facts, ImageSource source) {
    this.facts = facts;
    this.source = source;
  }

  /**
   * Returns the page.
   *
   * @param source the images, of which those on the sheet are decoded again
   * @param more facts to show with those about training
   */
  static String of(DataFacts facts, ImageSource source, List<Fact> more) throws IOException {
    HtmlReport report = new HtmlReport(facts, source);
    List<Fact> training = new ArrayList<>(facts.ofClasses());
    training.addAll(facts.ofTraining());
    training.addAll(more);
    report.addFacts("For training", training);
    report.addSheet();
    report.addFacts("Files", facts.ofFiles());
    report.addHistogram();
    report.addCopies();
    report.addLeftOut();
    return page(facts.title(), report.body.toString());
  }

  /** Returns a page in the style of all pages. */
  static String page(String title, String body) {
    return PAGE.formatted(escaped(title), escaped(title), body);
  }

  private void addFacts(String heading, List<Fact> lines) {
    if (lines.isEmpty()) {
      return;
    }
    begin(heading);
    for (Fact fact : lines) {
      row(
          "<th>%s</th><td class=\"wide\">%s</td>"
              .formatted(escaped(fact.label()), escaped(fact.text())));
    }
    end();
  }

  private void addSheet() throws IOException {
    int count = facts.chosen().count();
    if (count == 0) {
      return;
    }
    if (facts.chosen().classes().isEmpty()) {
      heading("As training sees them");
      body.append(picture("Up to 64 of the images", RunImages.spread(count)));
      return;
    }
    begin("Classes, as training sees them");
    List<String> classes = facts.chosen().classes();
    int[] counts = facts.chosen().classCounts();
    Set<Integer> drawn = new HashSet<>();
    Arrays.stream(SampleSheet.rows(classes.size())).forEach(drawn::add);
    for (int label = 0; label < classes.size(); label++) {
      row(
          "<td>%s</td><td class=\"number\">%d</td>"
              .formatted(name(classes.get(label)), counts[label]));
      if (drawn.contains(label) && counts[label] > 0) {
        int[] shown = RunImages.ofClass(label, count, facts.chosen().labels()::get);
        row("<td colspan=\"2\">%s</td>".formatted(picture("Some of the class", shown)));
      }
    }
    end();
  }

  private void addHistogram() {
    Map<Integer, Integer> histogram = facts.histogram();
    if (histogram.isEmpty()) {
      return;
    }
    int most = Collections.max(histogram.values());
    begin("Shorter side in pixels");
    histogram.forEach(
        (low, count) ->
            row(
                "<th>%d to %d</th><td class=\"number\">%d</td><td class=\"wide\">%s</td>"
                    .formatted(
                        low,
                        2 * low - 1,
                        count,
                        count == 0
                            ? ""
                            : "<div class=\"bar\" style=\"width:%s%%\"></div>"
                                .formatted(100L * count / most))));
    end();
  }

  private void addCopies() {
    Map<String, String> copies = facts.survey().duplicates();
    if (copies.isEmpty()) {
      return;
    }
    begin("Exact copies: " + copies.size());
    row("<th>file</th><th>the same as</th>");
    copies.entrySet().stream()
        .limit(MOST_LISTED)
        .forEach(
            copy ->
                row(
                    "<td>%s</td><td>%s</td>"
                        .formatted(name(copy.getKey()), name(copy.getValue()))));
    endOf(copies.size());
  }

  private void addLeftOut() {
    List<SkippedFile> skipped = facts.chosen().skipped();
    Optional<String> ignored = facts.ignored();
    if (skipped.isEmpty() && ignored.isEmpty()) {
      return;
    }
    begin("Left out");
    ignored.ifPresent(files -> row("<td colspan=\"2\">%s</td>".formatted(name(files))));
    skipped.stream()
        .limit(MOST_LISTED)
        .forEach(
            file ->
                row("<td>%s</td><td>%s</td>".formatted(name(file.path()), name(file.reason()))));
    endOf(skipped.size());
  }

  private void heading(String text) {
    body.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  private void begin(String heading) {
    heading(heading);
    body.append("<table>\n");
  }

  private void row(String cells) {
    body.append("<tr>").append(cells).append("</tr>\n");
  }

  private void end() {
    body.append("</table>\n");
  }

  private void endOf(int all) {
    end();
    if (all > MOST_LISTED) {
      body.append("<p>... and %d more</p>\n".formatted(all - MOST_LISTED));
    }
  }

  /** Decodes images, as packing does, and puts them side by side. */
  private String picture(String what, int[] shown) throws IOException {
    ImageShape shape = facts.shape();
    DataOptions options = facts.config().data();
    List<BufferedImage> cells = new ArrayList<>();
    for (int which : shown) {
      int index = facts.chosen().indices().get(which);
      BufferedImage image =
          source.picture(index, options.fit(), shape.height(), shape.width()).image();
      byte[] levels = Pixels.toLevels(image, shape.channels(), options.background());
      cells.add(Pixels.toImage(Pixels.toInterleaved(levels, shape), shape));
    }
    byte[] png = PngEncoder.encode(ImageGrid.of(cells, SampleSheet.COLUMNS));
    return "<img alt=\"%s\" src=\"data:image/png;base64,%s\"/>"
        .formatted(escaped(what), Base64.getEncoder().encodeToString(png));
  }

  /** Keeps the direction of a name's script to itself. */
  private static String name(String text) {
    return "<bdi>" + escaped(text) + "</bdi>";
  }

  /** Returns text that is only text, in HTML and in XML. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isShown(point) ? point : '?');
              }
            });
    return escaped.toString();
  }

  private static boolean isShown(int point) {
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return !half && !Character.isISOControl(point) && point != 0xFFFE && point != 0xFFFF;
  }
}
