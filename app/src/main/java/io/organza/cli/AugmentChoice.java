package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.augment.AugmentOptions;
import io.organza.augment.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The augmentation that was asked for.
 *
 * @param isAuto whether the number of images decides
 * @param isAdaptive whether the probability follows the discriminator
 * @param transforms what is done
 */
record AugmentChoice(boolean isAuto, boolean isAdaptive, List<Transform> transforms) {

  /** So many images are learned by heart in the minutes that a run takes; 5,000 are not. */
  private static final int FEW = 1000;

  /** What helped such a set most, by its hold-out: docs/measurements.md. */
  private static final List<Transform> FOR_FEW = List.of(Transform.TRANSLATION);

  /** The number of images decides. */
  static final AugmentChoice AUTO = new AugmentChoice(true, false, List.of());

  private static final List<Transform> ALL = List.of(Transform.values());

  /** Reads {@code none}, {@code auto}, {@code ada}, or transformations with commas between. */
  static AugmentChoice parse(String text) {
    return switch (text) {
      case "none" -> new AugmentChoice(false, false, List.of());
      case "auto" -> AUTO;
      case "ada" -> new AugmentChoice(false, true, ALL);
      default -> new AugmentChoice(false, false, transforms(text));
    };
  }

  private static List<Transform> transforms(String text) {
    List<Transform> transforms = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      ALL.stream()
          .filter(transform -> Choices.word(transform).equals(word))
          .filter(transform -> !transforms.contains(transform))
          .findFirst()
          .ifPresentOrElse(transforms::add, () -> reject(text));
    }
    return transforms;
  }

  private static void reject(String text) {
    throw new IllegalArgumentException(
        "expected none, auto, ada or some of %s, each once, got '%s'".formatted(words(ALL), text));
  }

  /** Returns options as a few words: {@code none}, {@code color,cutout, adaptive}. */
  static String describe(AugmentOptions options) {
    return options.transforms().isEmpty()
        ? "none"
        : words(options.transforms()) + (options.adaptive() ? ", adaptive" : "");
  }

  private static String words(List<Transform> transforms) {
    return transforms.stream().map(Choices::word).collect(Collectors.joining(","));
  }

  void lay(Map<String, @Nullable Object> values) {
    values.put("/training/augment/transforms", transforms);
    values.put("/training/augment/adaptive", isAdaptive);
  }

  /** Returns the configuration for so many images, if their number decides. */
  GanConfig settle(GanConfig config, int images) {
    if (!isAuto || images >= FEW) {
      return config;
    }
    return ConfigLayers.over(config).set("/training/augment/transforms", FOR_FEW).toConfig();
  }
}
