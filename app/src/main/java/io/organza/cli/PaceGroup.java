package io.organza.cli;

import io.organza.training.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how and how long training goes. */
final class PaceGroup {

  @Option(
      names = "--kimg",
      paramLabel = "N",
      description = "How long to train, in thousands of images shown; default: the preset's.")
  @Nullable Double kimg;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long to train, in minutes instead.")
  @Nullable Double minutes;

  @Option(
      names = "--batch",
      paramLabel = "auto|N",
      converter = AutoNumber.class,
      description = "Images per step; auto (default): the preset's, on any machine.")
  @Nullable Integer batch;

  @Option(
      names = "--micro-batch",
      paramLabel = "auto|N",
      converter = AutoNumber.class,
      description =
          "Images of a step that are computed at once, to need less memory; auto (default): all.")
  @Nullable Integer microBatch;

  @Option(names = "--lr", paramLabel = "R", description = "Adam's learning rate.")
  @Nullable Double learningRate;

  @Option(
      names = "--generator-rate",
      paramLabel = "F",
      description = "The generator's learning rate, in multiples of that.")
  @Nullable Double generatorRate;

  @Option(
      names = "--ema",
      paramLabel = "KIMG",
      description = "Half-life of the generator's moving average, in thousands of images.")
  @Nullable Double ema;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      converter = Choices.ForPrecision.class,
      description = "The number format of the networks; auto (default) measures the faster one.")
  @Nullable PrecisionChoice precision;

  @Option(
      names = "--tick",
      paramLabel = "KIMG",
      description = "Thousands of images between two lines of progress.")
  @Nullable Double tick;

  void lay(Map<String, @Nullable Object> values) {
    values.put("/training/kimg", kimg);
    values.put("/training/batch", batch);
    values.put("/training/microBatch", microBatch);
    values.put("/training/learningRate", constant(learningRate));
    values.put("/training/generatorRate", generatorRate);
    values.put("/training/emaKimg", constant(ema));
    values.put("/training/tickKimg", tick);
    if (precision != null && precision != PrecisionChoice.AUTO) {
      values.put("/training/precision", Choices.word(precision));
    }
  }

  List<String> problems() {
    return lengthProblems(kimg, minutes);
  }

  /** Returns what is wrong with the two ways to give a length. */
  static List<String> lengthProblems(@Nullable Double kimg, @Nullable Double minutes) {
    List<String> problems = new ArrayList<>();
    RunOptions.requirePositive(problems, "--minutes", minutes);
    if (kimg != null && minutes != null) {
      problems.add(
          "--kimg %s and --minutes %s contradict each other: give one"
              .formatted(Format.number(kimg), Format.number(minutes)));
    }
    return problems;
  }

  private static @Nullable Schedule constant(@Nullable Double value) {
    return value == null ? null : Schedule.constant(value);
  }
}
