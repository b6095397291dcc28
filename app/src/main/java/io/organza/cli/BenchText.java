package io.organza.cli;

import io.organza.cli.BenchReport.PresetSpeed;
import io.organza.cli.BenchReport.SizedSpeed;
import io.organza.cli.BenchReport.Training;
import io.organza.speed.Roofline.Rate;
import io.organza.torch.Convolution;
import io.organza.torch.Convolution.Pass;
import io.organza.torch.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Says to a person what {@code organza bench} measured. */
final class BenchText {

  private static final double GIGA = 1e9;

  private final BenchReport report;
  private final List<String> lines = new ArrayList<>();

  private BenchText(BenchReport report) {
    this.report = report;
  }

  /** Returns the report as lines. */
  static List<String> lines(BenchReport report) {
    BenchText text = new BenchText(report);
    text.addConvolutions();
    text.addTraining();
    text.addSpeeds();
    text.addChoice();
    return text.lines;
  }

  private void addConvolutions() {
    add(
        "%s, %s; %s at %dx%d, batch %d: %.2f GFLOP of convolutions in a step for each image",
        report.device(),
        Format.counted(report.threads(), "thread"),
        Choices.word(report.preset()),
        report.width(),
        report.height(),
        report.batch(),
        report.flopsPerImage() / GIGA);
    add("");
    add("Convolutions alone, GFLOP/s: forward, gradient of the input, of the weights");
    add("%-38s %-22s %s", "", "fp32", "bf16");
    report.convolutions().stream()
        .map(Rate::convolution)
        .distinct()
        .forEach(
            convolution ->
                add(
                    "%-38s %-22s %s",
                    convolution,
                    rates(convolution, Precision.FP32),
                    rates(convolution, Precision.BF16)));
    add(
        "%-38s %-22s %s",
        "all of a step, as often as it has them",
        "%6.0f".formatted(roofline(Precision.FP32) / GIGA),
        "%6.0f".formatted(roofline(Precision.BF16) / GIGA));
    add("");
  }

  private String rates(Convolution convolution, Precision precision) {
    StringBuilder rates = new StringBuilder();
    for (Pass pass : Pass.values()) {
      Predicate<Rate> wanted =
          rate ->
              rate.convolution().equals(convolution)
                  && rate.pass() == pass
                  && rate.precision() == precision;
      Rate rate = report.convolutions().stream().filter(wanted).findFirst().orElseThrow();
      rates.append(String.format(Locale.ROOT, "%6.0f ", rate.flops() / GIGA));
    }
    return rates.toString();
  }

  private double roofline(Precision precision) {
    return report.training().stream()
        .filter(training -> training.precision() == precision)
        .mapToDouble(
            training -> report.flopsPerImage() * report.batch() / training.convolutionSeconds())
        .sum();
  }

  private void addTraining() {
    for (Training one : report.training()) {
      double step = one.secondsPerStep();
      double rate = report.flopsPerImage() * report.batch() / step;
      add(
          "Training in %s: %s images/s, %.0f GFLOP/s, %s of what its convolutions reach alone",
          Choices.word(one.precision()),
          speed(one.imagesPerSecond()),
          rate / GIGA,
          Format.percent(rate / roofline(one.precision())));
      add(
          "  a step of %.1f ms: convolutions %s, other operations %s, calls from Java %s;"
              + " data %s, by another thread",
          1000 * step,
          Format.percent(one.convolutionSeconds() / step),
          Format.percent(one.otherSeconds() / step),
          Format.percent(one.callSeconds() / step),
          Format.percent(one.dataSeconds() / step));
    }
    add("");
  }

  private void addSpeeds() {
    add("%-24s %8s %8s", "Images/s", "fp32", "bf16");
    report.presets().stream()
        .map(PresetSpeed::preset)
        .distinct()
        .forEach(
            preset -> {
              List<String> speeds =
                  report.presets().stream()
                      .filter(speed -> speed.preset() == preset)
                      .map(speed -> speed(speed.imagesPerSecond()))
                      .toList();
              add("%-24s %8s %8s", "train " + Choices.word(preset), speeds.get(0), speeds.get(1));
            });
    add(
        "%-24s %8s %8s",
        "generate " + Choices.word(report.preset()),
        speed(report.generation().get(0).imagesPerSecond()),
        speed(report.generation().get(1).imagesPerSecond()));
    addSized("thread", report.byThreads());
    addSized("image a step", report.byBatch());
    add("");
  }

  private void addSized(String what, List<SizedSpeed> speeds) {
    if (!speeds.isEmpty()) {
      String precision = Choices.word(report.choice().precision());
      List<String> texts =
          speeds.stream()
              .map(one -> "%d: %s".formatted(one.size(), speed(one.imagesPerSecond())))
              .toList();
      add("by %s, %s: %s", what, precision, String.join(", ", texts));
    }
  }

  private void addChoice() {
    BenchReport.Choice choice = report.choice();
    add(
        "Choice: --preset %s --precision %s --threads %d --batch %d",
        Choices.word(report.preset()),
        Choices.word(choice.precision()),
        choice.threads(),
        choice.batch());
  }

  private static String speed(double imagesPerSecond) {
    return String.format(Locale.ROOT, imagesPerSecond < 10 ? "%.1f" : "%.0f", imagesPerSecond);
  }

  private void add(String format, Object... arguments) {
    lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
