package io.organza.cli;

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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts about images as a page for a browser, with a sheet of the images as training would see
 * them.
 */
final class DataPage {

  private static final int MOST_LISTED = 1000;

  private final DataFacts facts;
  private final ImageSource source;
  private final HtmlPage page = new HtmlPage();

  private DataPage(DataFacts facts, ImageSource source) {
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
    DataPage data = new DataPage(facts, source);
    List<Fact> training = new ArrayList<>(facts.ofClasses());
    training.addAll(facts.ofTraining());
    training.addAll(more);
    data.addFacts("For training", training);
    data.addSheet();
    data.addFacts("Files", facts.ofFiles());
    data.addHistogram();
    data.addCopies();
    data.addLeftOut();
    return data.page.html(facts.title());
  }

  private void addFacts(String heading, List<Fact> lines) {
    if (!lines.isEmpty()) {
      page.heading(heading);
      page.facts(lines);
    }
  }

  private void addSheet() throws IOException {
    int count = facts.chosen().count();
    if (count == 0) {
      return;
    }
    if (facts.chosen().classes().isEmpty()) {
      page.heading("As training sees them");
      page.add(picture("Up to 64 of the images", RunImages.spread(count)));
      return;
    }
    begin("Classes, as training sees them");
    List<String> classes = facts.chosen().classes();
    int[] counts = facts.chosen().classCounts();
    Set<Integer> drawn = new HashSet<>();
    Arrays.stream(SampleSheet.rows(classes.size())).forEach(drawn::add);
    for (int label = 0; label < classes.size(); label++) {
      page.row(
          "<td>%s</td><td class=\"number\">%d</td>"
              .formatted(HtmlPage.name(classes.get(label)), counts[label]));
      if (drawn.contains(label) && counts[label] > 0) {
        int[] shown = RunImages.ofClass(label, count, facts.chosen().labels()::get);
        page.row("<td colspan=\"2\">%s</td>".formatted(picture("Some of the class", shown)));
      }
    }
    page.endTable();
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
            page.row(
                "<th>%d to %d</th><td class=\"number\">%d</td><td class=\"wide\">%s</td>"
                    .formatted(
                        low,
                        2 * low - 1,
                        count,
                        count == 0
                            ? ""
                            : "<div class=\"bar\" style=\"width:%s%%\"></div>"
                                .formatted(100L * count / most))));
    page.endTable();
  }

  private void addCopies() {
    Map<String, String> copies = facts.survey().duplicates();
    if (copies.isEmpty()) {
      return;
    }
    begin("Exact copies: " + copies.size());
    page.row("<th>file</th><th>the same as</th>");
    copies.entrySet().stream()
        .limit(MOST_LISTED)
        .forEach(copy -> addPair(copy.getKey(), copy.getValue()));
    endOf(copies.size());
  }

  private void addLeftOut() {
    List<SkippedFile> skipped = facts.chosen().skipped();
    Optional<String> ignored = facts.ignored();
    if (skipped.isEmpty() && ignored.isEmpty()) {
      return;
    }
    begin("Left out");
    ignored.ifPresent(
        files -> page.row("<td colspan=\"2\">%s</td>".formatted(HtmlPage.name(files))));
    skipped.stream().limit(MOST_LISTED).forEach(file -> addPair(file.path(), file.reason()));
    endOf(skipped.size());
  }

  private void addPair(String left, String right) {
    page.row("<td>%s</td><td>%s</td>".formatted(HtmlPage.name(left), HtmlPage.name(right)));
  }

  private void begin(String heading) {
    page.heading(heading);
    page.beginTable();
  }

  private void endOf(int all) {
    page.endTable();
    if (all > MOST_LISTED) {
      page.add("<p>... and %d more</p>".formatted(all - MOST_LISTED));
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
    return HtmlPage.pixels(what, PngEncoder.encode(ImageGrid.of(cells, SampleSheet.COLUMNS)));
  }
}
