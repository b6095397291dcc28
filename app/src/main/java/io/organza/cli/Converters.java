package io.organza.cli;

import io.organza.Preset;
import io.organza.data.Channels;
import io.organza.export.ExportFormat;
import io.organza.export.PixelValues;
import io.organza.image.Background;
import io.organza.image.Fit;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.metric.FeatureProtocol;
import io.organza.sampling.LatentPath;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read, by their types. */
final class Converters {

  private final CommandLine organza;

  private Converters(CommandLine organza) {
    this.organza = organza;
  }

  /** Lets a command and the commands in it read the types of their options. */
  static void register(CommandLine organza) {
    Converters all = new Converters(organza);
    all.numbers();
    all.words();
    all.read(AugmentChoice.class, AugmentChoice::parse);
    all.read(Background.class, Background::parse);
    all.read(DeviceChoice.class, DeviceChoice::parse);
    all.read(GridSize.class, GridSize::parse);
    all.read(L2Bounds.class, L2Bounds::parse);
    all.read(L2Choice.class, L2Choice::parse);
    all.read(Resolution.class, Resolution::parse);
    all.read(ScheduleChoice.class, ScheduleChoice::parse);
    all.read(SeedList.class, SeedList::parse);
  }

  private void numbers() {
    read(Double.class, Converters::finite);
    read(double.class, Converters::finite);
    read(Integer.class, Converters::integer);
    read(int.class, Converters::integer);
    read(Long.class, Converters::large);
    read(long.class, Converters::large);
  }

  private void words() {
    words(CacheCommand.Action.class);
    words(Clipping.class);
    words(ExportFormat.class);
    words(FeatureProtocol.class);
    words(Fit.class);
    words(ImageFormat.class);
    words(L2Form.class);
    words(LatentPath.Easing.class);
    words(PixelValues.class);
    words(PrecisionChoice.class);
    words(Preset.class);
    words(SearchOptions.Search.class);
    read(AdversarialLoss.class, text -> Choices.of(AdversarialLoss.class, Converters::name, text));
    read(Channels.class, Converters::channels);
  }

  private <E extends Enum<E>> void words(Class<E> type) {
    read(type, text -> Choices.of(type, Choices::word, text));
  }

  /**
   * Registers how a type is read.
   *
   * @param parse throws an {@link IllegalArgumentException} that says what it expected
   */
  private <T> void read(Class<T> type, Function<String, T> parse) {
    organza.registerConverter(
        type,
        text -> {
          try {
            return parse.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        });
  }

  /** Returns a loss's short name in the field. */
  private static String name(AdversarialLoss loss) {
    return switch (loss) {
      case RELATIVISTIC -> "rp";
      case NON_SATURATING -> "ns";
      case HINGE -> "hinge";
      case LEAST_SQUARES -> "lsgan";
      case WASSERSTEIN -> "wgan";
    };
  }

  private static Channels channels(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return Choices.of(Channels.class, Choices::word, small.equals("gray") ? "grey" : small);
  }

  /** Reads a number, but not NaN or infinity. */
  static double finite(String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in one way for all.
    }
    throw new IllegalArgumentException("expected a number, got '" + text + "'");
  }

  private static int integer(String text) {
    return whole(text, Integer::valueOf, Integer.MAX_VALUE);
  }

  private static long large(String text) {
    return whole(text, Long::valueOf, Long.MAX_VALUE);
  }

  private static <T> T whole(String text, Function<String, T> parse, T most) {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a whole number%s, got '%s'"
              .formatted(text.matches("[+-]?\\d+") ? " of at most " + most : "", text));
    }
  }
}
