package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.image.Fit;
import io.organza.image.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A run as a page for a browser: what is trained, its sheets and its curves. */
final class RunPage {

  private static final int MOST_EARLIER = 8;

  /** How wide the page shows sheets, in its pixels; screens may have twice as many. */
  private static final int LARGE = 384;

  private static final int SMALL = 192;
  private static final int DENSE = 2;

  private final RunFacts facts;
  private final Console console;
  private final HtmlPage page = new HtmlPage();

  private RunPage(RunFacts facts, Console console) {
    this.facts = facts;
    this.console = console;
  }

  /**
   * Returns the page.
   *
   * @param console is told of what cannot be read or drawn, and so is left out
   */
  static String of(RunFacts facts, Console console) throws IOException {
    RunPage run = new RunPage(facts, console);
    Optional<Checkpoint> last = facts.last();
    if (last.isPresent()) {
      run.addSummary(last.get());
    }
    run.addSheets();
    run.addEarlierSheets();
    run.addPlots();
    if (last.isPresent()) {
      run.addConfiguration(last.get());
    }
    return run.page.html("Run " + facts.run().name());
  }

  private void addSummary(Checkpoint last) throws IOException {
    List<Fact> lines = new ArrayList<>(RunFacts.ofTraining(last));
    facts
        .scores()
        .best()
        .ifPresent(best -> lines.add(new Fact("best score", "Frechet distance " + best)));
    double seconds = RunStats.seconds(facts.run().stats());
    if (seconds > 0) {
      lines.add(new Fact("time", Format.time(seconds) + " of training"));
    }
    lines.addAll(CheckpointReport.origin(last));
    page.facts(lines);
  }

  /** Adds the newest sheet, and the one of real images beside it. */
  private void addSheets() {
    List<String> figures = new ArrayList<>();
    List<SampleSheetFile> sheets = facts.sheets();
    if (!sheets.isEmpty()) {
      SampleSheetFile newest = sheets.get(sheets.size() - 1);
      sheet(newest.path(), LARGE, "Samples at " + newest.kimg()).ifPresent(figures::add);
    }
    Path reals = facts.run().samples().resolve(RunImages.REALS);
    if (Files.exists(reals)) {
      sheet(reals, LARGE, "Real images").ifPresent(figures::add);
    }
    if (!figures.isEmpty()) {
      page.heading("Sheets");
      page.grid("large", figures);
    }
  }

  private void addEarlierSheets() {
    List<SampleSheetFile> sheets = facts.sheets();
    int earlier = sheets.size() - 1;
    if (earlier < 1) {
      return;
    }
    int[] shown = RunImages.spread(earlier, MOST_EARLIER);
    List<String> figures = new ArrayList<>();
    for (int index : shown) {
      SampleSheetFile sheet = sheets.get(index);
      sheet(sheet.path(), SMALL, sheet.kimg()).ifPresent(figures::add);
    }
    page.add(
        "<p>%d of %s, of the same latents:</p>"
            .formatted(figures.size(), Format.counted(earlier, "earlier sheet")));
    page.grid("small", figures);
  }

  /**
   * Returns the figure of a sheet; nothing if it cannot be read.
   *
   * @param width how wide it is shown
   */
  private Optional<String> sheet(Path file, int width, String caption) {
    try {
      BufferedImage image = reduced(ImageFiles.readPlain(file), DENSE * width);
      byte[] png = PngEncoder.encode(image);
      return Optional.of(
          HtmlPage.figure(
              caption,
              image.getWidth() <= width
                  ? HtmlPage.pixels(caption, png)
                  : HtmlPage.smooth(caption, png)));
    } catch (IOException e) {
      console.warn("leaves out " + Failures.describe(e));
      return Optional.empty();
    }
  }

  private static BufferedImage reduced(BufferedImage image, int width) {
    if (image.getWidth() <= width) {
      return image;
    }
    long height = Math.round((double) image.getHeight() * width / image.getWidth());
    return Fit.STRETCH.apply(image, (int) Math.max(height, 1), width);
  }

  private void addPlots() {
    List<RunPlots.Plot> plots =
        Plots.unlessFontless(() -> new RunPlots(facts).draw(), console).orElse(List.of());
    if (!plots.isEmpty()) {
      page.heading("Curves");
      page.grid("large", plots.stream().map(RunPage::figure).toList());
    }
  }

  private static String figure(RunPlots.Plot plot) {
    return HtmlPage.figure(
        plot.title(), HtmlPage.smooth(plot.title() + ", by kimg", PngEncoder.encode(plot.image())));
  }

  private void addConfiguration(Checkpoint last) {
    String json =
        last.config().toJson().lines().map(HtmlPage::escaped).collect(Collectors.joining("\n"));
    page.add("<details><summary>Configuration</summary><pre>" + json + "</pre></details>");
  }
}
