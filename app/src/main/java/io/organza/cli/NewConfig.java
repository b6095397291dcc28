package io.organza.cli;

import io.organza.GanConfig;
import io.organza.data.Channels;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.SourceSurvey;
import io.organza.loss.Clipping;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration of a new run in the making: what is left open follows the images. */
final class NewConfig {

  private final @Nullable String source;
  private final StartOptions start;
  private final LossGroup loss;
  private final PaceGroup pace;
  private ConfigBuilder builder;
  private Optional<GanConfig> config;

  /**
   * Lays the options over the preset, and reads their file.
   *
   * @param source where the images are, if that was given
   */
  NewConfig(@Nullable String source, StartOptions start, LossGroup loss, PaceGroup pace) {
    this.source = source;
    this.start = start;
    this.loss = loss;
    this.pace = pace;
    builder = new ConfigBuilder(source, start.base, loss, pace);
    config = builder.over(start.preset);
    if (start.base.channels == null
        && config.isPresent()
        && !builder.fileHas("/network/channels")) {
      start.base.channels = Channels.AUTO;
    }
  }

  /** Returns what is wrong, each with the option and the value. */
  List<String> problems() {
    return builder.problems();
  }

  /** Returns which images are asked for. */
  DataOptions data() {
    return config
        .map(GanConfig::data)
        .orElse(DataOptions.of(source == null ? ConfigBuilder.SOURCE : source));
  }

  /** Returns whether gradients are clipped, unless that cannot be read. */
  boolean clips() {
    return config.map(read -> read.loss().clip() != Clipping.NONE).orElse(true);
  }

  /** Returns whether it was asked for some length in images. */
  boolean setsLength() {
    return pace.kimg != null || (pace.minutes == null && builder.fileHas("/training/kimg"));
  }

  /** Returns the precision that was asked for. */
  PrecisionChoice precision() {
    return builder.precision();
  }

  /** Returns the configuration for images that were looked at. */
  GanConfig settle(SourceSurvey survey) {
    start.base.settle(survey, start.preset);
    return settled();
  }

  /** Returns the configuration for images, and looks at no more of them than that takes. */
  GanConfig settle(ImageSource images, PackCache cache, Console console) throws IOException {
    if (start.base.hasAutomaticSize()) {
      return settle(Datasets.headers(images, data(), console));
    }
    if (start.base.channels != null) {
      GanConfig open = config.orElseThrow();
      start.base.channels = Datasets.channels(start.base.channels, images, open, cache, console);
    }
    return settled();
  }

  /** Returns the configuration for so many images, if their number decides on augmentation. */
  GanConfig augmented(GanConfig settled, int images) {
    AugmentChoice choice = start.base.augment;
    if (choice == null && !builder.fileHas("/training/augment/transforms")) {
      choice = AugmentChoice.AUTO;
    }
    return choice == null ? settled : choice.settle(settled, images);
  }

  /** Lays the options once more, of which none is automatic any longer. */
  private GanConfig settled() {
    builder = new ConfigBuilder(source, start.base, loss, pace);
    config = builder.over(start.preset);
    UsageException.check(builder.problems());
    return config.orElseThrow();
  }
}
