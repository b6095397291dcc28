package io.organza.cli;

import io.organza.GanConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a run that begins with the state of another. */
final class ForkOptions {

  @Option(
      names = "--fork",
      paramLabel = "NAME",
      description = "Begin a new run with this name and the networks of the checkpoint.")
  @Nullable String name;

  @Option(
      names = "--fresh-optimizers",
      description = "With --fork: forget the moments of the optimizers.")
  boolean fresh;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Where the images are now; with --fork they may be others; default: where they were.")
  @Nullable String data;

  /**
   * Returns the augmentation that was asked for. A new run of other images is augmented as any new
   * run is, unless that, its file or the run that it comes from says how.
   */
  Optional<AugmentChoice> augment(
      GanConfig config, @Nullable AugmentChoice asked, ConfigBuilder builder) {
    boolean open =
        asked == null
            && !builder.fileHas("/training/augment/transforms")
            && config.training().augment().transforms().isEmpty();
    return name != null && data != null && open
        ? Optional.of(AugmentChoice.AUTO)
        : Optional.ofNullable(asked);
  }
}
