package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlotsTest {

  private static final int BLUE = 0xff4a7fb5;

  @TempDir Path root;

  /** Returns the plots of a run with these lines in its {@code stats.jsonl}. */
  private List<RunPlots.Plot> plots(String lines) throws IOException {
    RunDirectory run = new RunDirectory("run", root, root.resolve("checkpoints"));
    Files.writeString(run.stats(), lines);
    return new RunPlots(RunFacts.of(run)).draw();
  }

  private static String ticks(int count, IntFunction<String> values) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i -> "{\"images\":%d,\"seconds\":%d,%s}\n".formatted(1000 * i, i, values.apply(i)))
        .collect(Collectors.joining());
  }

  private static List<String> titles(List<RunPlots.Plot> plots) {
    return plots.stream().map(RunPlots.Plot::title).toList();
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void whatWasNotMeasuredHasNoPlot() throws IOException {
    assertThat(plots("")).isEmpty();
    String some = ticks(3, i -> "\"discriminatorLoss\":0.%d,\"r2\":0.1,\"gap\":null".formatted(i));
    assertThat(titles(plots(some)))
        .containsExactly("Adversarial loss", "R1 at real and R2 at generated images");
    assertThat(titles(plots(some + "{\"images\":3000,\"frechet\":2.5}\n")))
        .hasSize(3)
        .startsWith("Score: Frechet distance, lower is better");
  }

  @Test
  void aWholeTickHasAllPlotsButThoseOfWhatWasOff() throws IOException {
    List<RunPlots.Plot> plots = plots(StatsWriter.json(FormatTest.TICK));
    assertThat(titles(plots))
        .containsExactly(
            "Adversarial loss",
            "R1 at real and R2 at generated images",
            "Norm of the gradient before clipping",
            "Share of steps that were clipped",
            "Learning rate",
            "Penalty on the generator's weights",
            "Images a second");
    assertThat(plots)
        .allSatisfy(plot -> assertThat(plot.image().getWidth()).isEqualTo(2 * 420))
        .allSatisfy(plot -> assertThat(pixels(plot.image())).contains(BLUE));
  }

  @Test
  void valuesThatAreNoneAreLeftOut() throws IOException {
    String odd =
        ticks(
            6,
            i ->
                "\"gap\":%s,\"lambda\":%s,\"learningRate\":null"
                    .formatted(
                        List.of("null", "0.5", "\"NaN\"", "1e999", "-0.25", "0").get(i - 1),
                        List.of("1e300", "1e-300", "0", "-1e300", "5e-324", "1").get(i - 1)));
    assertThat(titles(plots(odd)))
        .containsExactly(
            "Gap between training images and hold-out", "Adaptive lambda of the L2 penalty");
  }

  @Test
  void whatWasLeftBehindIsNotDrawn() throws IOException {
    String left = ticks(40, i -> "\"gap\":" + (i <= 20 ? 0.1 : 0.9));
    String more = "{\"images\":20500,\"seconds\":1,\"gap\":0.2}\n";
    String scores = "{\"images\":12000,\"frechet\":9}\n";
    String kept = ticks(20, i -> "\"gap\":0.1") + scores + more;
    List<RunPlots.Plot> plots =
        plots(left.replace("{\"images\":13000", scores + "{\"images\":13000") + more);
    List<RunPlots.Plot> expected = plots(kept);
    assertThat(titles(plots)).hasSize(2).isEqualTo(titles(expected));
    for (int i = 0; i < 2; i++) {
      assertThat(pixels(plots.get(i).image())).isEqualTo(pixels(expected.get(i).image()));
    }
  }

  /** What grows by a factor is a straight line: it goes through the middle of what it spans. */
  @Test
  void whatSpansDecadesHasALogarithmicAxis() throws IOException {
    assertThat(isStraight(ticks(101, i -> "\"lambda\":" + Math.pow(10, i / 25.0 - 7)))).isTrue();
    // Over less than two decades the axis is linear, and the line hangs below.
    assertThat(isStraight(ticks(101, i -> "\"lambda\":" + Math.pow(10, i / 60.0 - 7)))).isFalse();
  }

  /** Tells whether the only line goes through the middle of the rectangle around it. */
  private boolean isStraight(String lines) throws IOException {
    BufferedImage image = plots(lines).get(0).image();
    int width = image.getWidth();
    int[] pixels = pixels(image);
    int[] line = IntStream.range(0, pixels.length).filter(i -> pixels[i] == BLUE).toArray();
    int x = middle(Arrays.stream(line).map(i -> i % width));
    int y = middle(Arrays.stream(line).map(i -> i / width));
    int thickness = 3;
    return Arrays.stream(line)
        .anyMatch(
            i -> Math.abs(i % width - x) <= thickness && Math.abs(i / width - y) <= thickness);
  }

  private static int middle(IntStream values) {
    IntSummaryStatistics span = values.summaryStatistics();
    return (span.getMin() + span.getMax()) / 2;
  }

  /** The digits of Arabic, or a comma, would be another picture. */
  @Test
  void thePlotsAreTheSameInEveryLanguage() throws IOException {
    Locale usual = Locale.getDefault();
    String lines = ticks(9, i -> "\"learningRate\":0.%d".formatted(i));
    int[] expected = pixels(plots(lines).get(0).image());
    try {
      for (String language : List.of("de", "ar-EG")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(pixels(plots(lines).get(0).image())).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(usual);
    }
  }
}
