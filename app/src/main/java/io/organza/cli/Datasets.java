package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.data.Channels;
import io.organza.data.ChosenImages;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.SourceSurvey;
import io.organza.image.ImageShape;
import io.organza.network.NetworkOptions;
import java.io.IOException;
import java.util.List;

/** The way from a configuration to its images. */
final class Datasets {

  private Datasets() {}

  /**
   * Decoded images.
   *
   * @param count how many there are, with those outside a subset
   * @param training those that are trained on
   * @param holdout those that are set aside, which may be none
   */
  record Packed(int count, PackedImages training, PackedImages holdout) {}

  /** Forgets decoded images, for a run that begins, if by now more of the source can be read. */
  static void refresh(ImageSource source, GanConfig config, PackCache cache) throws IOException {
    PackedImages.refresh(source, shape(config.network()), config.data(), cache);
  }

  /** Decodes the images of a source, or finds them decoded. */
  static Packed pack(ImageSource source, GanConfig config, PackCache cache, Console console)
      throws IOException {
    try (ProgressLine bar = new ProgressLine(console, "Decoding", "images", source.count())) {
      PackedImages images =
          PackedImages.of(
              source,
              shape(config.network()),
              config.data(),
              cache,
              (done, total) -> bar.stepTo(done));
      double percent = config.data().holdout();
      int fold = config.data().fold();
      return new Packed(
          images.count(),
          images.withoutHoldout(percent, fold).subset(config.data().subset()),
          images.holdout(percent, fold));
    }
  }

  /** Refuses images that are not those which a checkpoint's run began with. */
  static void requireSame(PackedImages images, Checkpoint checkpoint, String source)
      throws IOException {
    requireSame(images, checkpoint, source, "");
  }

  /**
   * Refuses images that are not those which a checkpoint's run began with.
   *
   * @param way what can be done with them, as the end of the sentence
   */
  static void requireSame(PackedImages images, Checkpoint checkpoint, String source, String way)
      throws IOException {
    String expected = checkpoint.provenance().contentHash();
    if (!images.contentHash().equals(expected)) {
      throw new IOException(
          "%s: expected the images that the run began with (content %.12s),"
                  .formatted(source, expected)
              + " found others (%.12s, %s to train on, %d left out)%s"
                  .formatted(
                      images.contentHash(),
                      Format.counted(images.count(), "image"),
                      images.skipped().size(),
                      way));
    }
  }

  /** Returns the configuration for images of these classes, if they have any. */
  static GanConfig classed(GanConfig config, List<String> classes) {
    return ConfigLayers.over(config)
        .set("/data/classNames", classes)
        .set("/network/classes", classes.size())
        .toConfig();
  }

  /** Decodes all images, and keeps what was seen; what is wrong with labels is told before. */
  static SourceSurvey survey(ImageSource source, DataOptions options, Console console)
      throws IOException {
    ChosenImages.requireLabels(source, options);
    try (ProgressLine bar = new ProgressLine(console, "Decoding", "images", source.count())) {
      return SourceSurvey.of(source, options, (done, total) -> bar.stepTo(done));
    }
  }

  /** Looks at the headers of all images. */
  static SourceSurvey headers(ImageSource source, DataOptions options, Console console)
      throws IOException {
    try (ProgressLine bar = new ProgressLine(console, "Looking at", "images", source.count())) {
      return SourceSurvey.ofHeaders(source, options, (done, total) -> bar.stepTo(done));
    }
  }

  /** Returns the channels that suit the images, if that is what is asked for. */
  static Channels channels(
      Channels asked, ImageSource source, GanConfig config, PackCache cache, Console console)
      throws IOException {
    try (ProgressLine bar = new ProgressLine(console, "Looking at", "images", source.count())) {
      ImageShape shape = shape(config.network());
      return asked.of(source, shape, config.data(), cache, (done, total) -> bar.stepTo(done));
    }
  }

  static ImageShape shape(NetworkOptions network) {
    return new ImageShape(network.channels(), network.height(), network.width());
  }
}
