package io.organza.cli;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.SourceSurvey;
import io.organza.image.ImageShape;
import io.organza.network.NetworkOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The way from a configuration to its images. */
final class Datasets {

  private Datasets() {}

  /** Decodes the images of a source, or finds them decoded. */
  static PackedImages pack(ImageSource source, GanConfig config, Path cache, Console console)
      throws IOException {
    try (ProgressLine bar = new ProgressLine(console, "Decoding", "images", source.count())) {
      PackedImages images =
          PackedImages.of(
              source,
              shape(config.network()),
              config.data(),
              new PackCache(cache, PackCache.USUAL_BYTES),
              (done, total) -> bar.stepTo(done));
      return images.withoutHoldout(config.data().holdout());
    }
  }

  /** Returns the configuration for the classes of the images, if they have any. */
  static GanConfig classed(GanConfig config, PackedImages images) {
    List<String> classes = images.classes();
    return ConfigLayers.over(config)
        .set("/data/classNames", classes)
        .set("/network/classes", classes.size())
        .toConfig();
  }

  /** Looks at the headers of all images. */
  static SourceSurvey survey(ImageSource source, GanConfig config, Console console)
      throws IOException {
    try (ProgressLine bar = new ProgressLine(console, "Looking at", "images", source.count())) {
      return SourceSurvey.ofHeaders(source, config.data(), (done, total) -> bar.stepTo(done));
    }
  }

  static ImageShape shape(NetworkOptions network) {
    return new ImageShape(network.channels(), network.height(), network.width());
  }
}
