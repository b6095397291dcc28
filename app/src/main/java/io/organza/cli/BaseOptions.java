package io.organza.cli;

import io.organza.Preset;
import io.organza.data.Channels;
import io.organza.data.SourceSurvey;
import io.organza.image.Background;
import io.organza.image.Fit;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is learned, for any preset. */
final class BaseOptions {

  @Option(
      names = "--resolution",
      paramLabel = "auto|N|WxH",
      description =
          "The images' size; default: 32; auto: their median size, as far as the preset is meant for it.")
  @Nullable Resolution resolution;

  @Option(
      names = "--channels",
      paramLabel = "auto|grey|rgb|rgba",
      description = "The images' channels; auto (default): grey if all images are grey, else rgb.")
  @Nullable Channels channels;

  @Option(
      names = "--fit",
      paramLabel = "crop|pad|stretch",
      description = "How images of another shape fill the size; default: crop.")
  @Nullable Fit fit;

  @Option(
      names = "--background",
      paramLabel = "COLOUR",
      description = "What is behind transparent images and margins: white (default), #336699.")
  @Nullable Background background;

  @Option(
      names = "--mirror",
      negatable = true,
      description = "Show each image mirrored half of the time.")
  @Nullable Boolean mirror;

  @Option(
      names = "--augment",
      paramLabel = "none|auto|ada|LIST",
      description =
          "Transform real and generated images before the discriminator sees them: always "
              + "(color,translation,cutout or some of these), as often as it needs (ada), never "
              + "(none), or translation if there are fewer than 1000 images (auto, default).")
  @Nullable AugmentChoice augment;

  @Option(
      names = "--generator-noise",
      negatable = true,
      description =
          "Let each stage of the generator add noise in training, by a learned scale that begins "
              + "at 0.")
  @Nullable Boolean generatorNoise;

  @Option(
      names = "--labels",
      paramLabel = "none|folders|FILE.csv|FILE.json",
      description =
          "The images' classes: the first folder that not all are in, or a file: of (file,label), "
              + "or StyleGAN's dataset.json, which folders takes where the images have one; "
              + "default: none.")
  @Nullable String labels;

  @Option(names = "--balance", negatable = true, description = "Show each class equally often.")
  @Nullable Boolean balance;

  @Option(
      names = "--holdout",
      paramLabel = "PERCENT",
      converter = Percent.class,
      description = "Set images aside that are never trained on: 5%%; default: none, in tune 10%%.")
  @Nullable Double holdout;

  @Option(
      names = "--subset",
      paramLabel = "N",
      description = "Train on N of the images that are not held out; default: all.")
  @Nullable Integer subset;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "Leave out images with more pixels; default: 100000000.")
  @Nullable Long maxPixels;

  @Option(
      names = "--strict",
      negatable = true,
      description = "Refuse to train if a file cannot be used.")
  @Nullable Boolean strict;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Laid over the configuration, and under the other options.")
  @Nullable Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of everything random; default: 0.")
  @Nullable Long seed;

  /** Returns whether the sizes of the images decide. */
  boolean hasAutomaticSize() {
    return resolution != null && resolution.isAuto();
  }

  /** Replaces what is automatic by what suits the images. */
  void settle(SourceSurvey survey, Preset preset) {
    if (hasAutomaticSize()) {
      SourceSurvey.Size size = survey.resolution(preset.largestSide());
      resolution = new Resolution(size.width(), size.height());
    }
    channels = channels == null ? null : channels.of(survey);
  }

  void lay(Map<String, @Nullable Object> values) {
    if (resolution != null && !resolution.isAuto()) {
      values.put("/network/width", resolution.width());
      values.put("/network/height", resolution.height());
    }
    values.put("/network/channels", channels());
    values.put("/network/generatorNoise", generatorNoise);
    values.put("/seed", seed);
    values.put("/data/fit", fit);
    values.put("/data/background", background);
    values.put("/data/mirror", mirror);
    if (augment != null) {
      augment.lay(values);
    }
    values.put("/data/labels", labels);
    values.put("/data/balance", balance);
    values.put("/data/holdout", holdout);
    values.put("/data/subset", subset);
    values.put("/data/maxPixels", maxPixels);
    values.put("/data/strict", strict);
  }

  private @Nullable Integer channels() {
    return channels == null || channels == Channels.AUTO ? null : channels.count();
  }
}
