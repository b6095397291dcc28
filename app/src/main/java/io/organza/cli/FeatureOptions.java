package io.organza.cli;

import ai.djl.Device;
import io.organza.data.PackedImages;
import io.organza.metric.FeatureExtractor;
import io.organza.metric.FeatureProtocol;
import io.organza.metric.FloatCache;
import io.organza.metric.OwnFeatures;
import io.organza.metric.ScriptFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say by which features images are scored. */
final class FeatureOptions {

  @Option(
      names = "--features",
      paramLabel = "FILE.pt",
      description = "A TorchScript file that computes them; default: learned from the images.")
  @Nullable Path features;

  @Option(
      names = "--features-protocol",
      paramLabel = "WORD",
      description = {
        "What images the file takes: nvidia (bytes, return_features=True; found by itself), bytes,",
        "unit (0 to 1) or signed (-1 to 1)."
      })
  @Nullable FeatureProtocol protocol;

  List<String> problems() {
    return features == null && protocol != null
        ? List.of("--features-protocol: needs --features")
        : List.of();
  }

  /**
   * Returns what was asked for, or else what is learned from the real images.
   *
   * @throws IOException if the file is of no use
   */
  FeatureExtractor open(PackedImages real, FloatCache cache, Device device) throws IOException {
    return features == null
        ? OwnFeatures.of(real, cache, device)
        : ScriptFeatures.of(features, protocol, real.shape(), device);
  }
}
