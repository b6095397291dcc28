package io.organza.cli;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options that say how training goes, whatever its length. */
final class RateGroup {

  @Option(
      names = "--batch",
      paramLabel = "auto|N",
      converter = AutoNumber.class,
      description = "Images per step; auto (default): the preset's, on any machine.")
  @Nullable Integer batch;

  @Option(
      names = "--micro-batch",
      paramLabel = "auto|N",
      converter = MicroBatch.class,
      description =
          "Images of a step that are computed at once, to need less memory; auto (default): all.")
  @Nullable Integer microBatch;

  @Option(
      names = "--lr",
      paramLabel = "R|xF",
      description =
          "Adam's learning rate, which stays; xF: F times the default; default: in tiny 0.001, falling "
              + "to 0.0002 from kimg 150 to 300, 0.0003 in small and base, 0.0002 in dcgan.")
  @Nullable ScheduleChoice learningRate;

  @Option(
      names = "--generator-rate",
      paramLabel = "F",
      description = "The generator's learning rate, in multiples of that; default: 1, in tiny 0.3.")
  @Nullable Double generatorRate;

  @Option(
      names = "--generator-dropout",
      paramLabel = "P",
      description = "Drop this share of the generator's features in training; default: 0.")
  @Nullable Double generatorDropout;

  @Option(
      names = "--ema",
      paramLabel = "KIMG|xF",
      description =
          "Half-life of the generator's moving average, in thousands of images, which stays; xF: F "
              + "times the default; default: 5, in tiny 1 growing to 5 over 300 kimg.")
  @Nullable ScheduleChoice ema;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      description = "The number format of the networks; auto (default) measures the faster one.")
  @Nullable PrecisionChoice precision;

  @Option(
      names = "--tick",
      paramLabel = "KIMG",
      description = "Thousands of images between two lines of progress; default: 1.")
  @Nullable Double tick;

  /** Reads a whole number, or {@code auto}, which is all images: 0. */
  static final class MicroBatch implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return Objects.requireNonNullElse(new AutoNumber().convert(text), 0);
    }
  }

  void lay(Map<String, @Nullable Object> values) {
    values.put("/training/batch", batch);
    values.put("/training/microBatch", microBatch);
    values.put("/training/learningRate", learningRate);
    values.put("/training/generatorRate", generatorRate);
    values.put("/training/generatorDropout", generatorDropout);
    values.put("/training/emaKimg", ema);
    values.put("/training/tickKimg", tick);
    if (precision != null && precision != PrecisionChoice.AUTO) {
      values.put("/training/precision", Choices.word(precision));
    }
  }
}
