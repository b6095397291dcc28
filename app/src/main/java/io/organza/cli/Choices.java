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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The options whose values are words: how each word is called on the command line. */
final class Choices {

  private Choices() {}

  /** A word that stands for a value. */
  private abstract static class Choice<T> implements ITypeConverter<T> {

    private final Map<String, T> values;

    Choice(Map<String, T> values) {
      this.values = values;
    }

    @Override
    public T convert(String word) {
      T value = values.get(word);
      if (value == null) {
        throw new TypeConversionException(
            "expected one of %s, got '%s'".formatted(String.join(", ", values.keySet()), word));
      }
      return value;
    }
  }

  /** {@code --preset}. */
  static final class ForPreset extends Choice<Preset> {
    ForPreset() {
      super(words(Preset.values()));
    }
  }

  /** {@code --loss}, by the short names of the field. */
  static final class ForLoss extends Choice<AdversarialLoss> {
    ForLoss() {
      super(losses());
    }
  }

  /** {@code --l2-form}. */
  static final class ForL2Form extends Choice<L2Form> {
    ForL2Form() {
      super(words(L2Form.values()));
    }
  }

  /** {@code --clip}. */
  static final class ForClipping extends Choice<Clipping> {
    ForClipping() {
      super(words(Clipping.values()));
    }
  }

  /** {@code cache list|clear}. */
  static final class ForCacheAction extends Choice<CacheCommand.Action> {
    ForCacheAction() {
      super(words(CacheCommand.Action.values()));
    }
  }

  /** {@code --search}. */
  static final class ForSearch extends Choice<SearchOptions.Search> {
    ForSearch() {
      super(words(SearchOptions.Search.values()));
    }
  }

  /** {@code --channels}. */
  static final class ForChannels extends Choice<Channels> {
    ForChannels() {
      super(words(Channels.values()));
    }

    @Override
    public Channels convert(String word) {
      String small = word.toLowerCase(Locale.ROOT);
      return super.convert(small.equals("gray") ? "grey" : small);
    }
  }

  /** {@code --format}. */
  static final class ForExportFormat extends Choice<ExportFormat> {
    ForExportFormat() {
      super(words(ExportFormat.values()));
    }
  }

  /** {@code --values}. */
  static final class ForPixelValues extends Choice<PixelValues> {
    ForPixelValues() {
      super(words(PixelValues.values()));
    }
  }

  /** {@code --features-protocol}. */
  static final class ForFeatureProtocol extends Choice<FeatureProtocol> {
    ForFeatureProtocol() {
      super(words(FeatureProtocol.values()));
    }
  }

  /** {@code --fit}. */
  static final class ForFit extends Choice<Fit> {
    ForFit() {
      super(words(Fit.values()));
    }
  }

  /** {@code --format}. */
  static final class ForFormat extends Choice<ImageFormat> {
    ForFormat() {
      super(words(ImageFormat.values()));
    }
  }

  /** {@code --easing}. */
  static final class ForEasing extends Choice<LatentPath.Easing> {
    ForEasing() {
      super(words(LatentPath.Easing.values()));
    }
  }

  /** {@code --background}. */
  static final class ForBackground implements ITypeConverter<Background> {
    @Override
    public Background convert(String text) {
      try {
        return Background.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code --precision}. */
  static final class ForPrecision extends Choice<PrecisionChoice> {
    ForPrecision() {
      super(words(PrecisionChoice.values()));
    }
  }

  private static Map<String, AdversarialLoss> losses() {
    Map<String, AdversarialLoss> losses = new LinkedHashMap<>();
    losses.put("rp", AdversarialLoss.RELATIVISTIC);
    losses.put("ns", AdversarialLoss.NON_SATURATING);
    losses.put("hinge", AdversarialLoss.HINGE);
    losses.put("lsgan", AdversarialLoss.LEAST_SQUARES);
    losses.put("wgan", AdversarialLoss.WASSERSTEIN);
    return losses;
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : constants) {
      words.put(word(constant), constant);
    }
    return words;
  }

  /** Returns what a constant is called on the command line and in files. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
