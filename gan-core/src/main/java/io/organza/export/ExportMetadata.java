package io.organza.export;

import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.GeneratorFile;
import io.organza.network.NetworkOptions;
import io.organza.record.RecordJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an exported file says of itself, as texts by name; {@code docs/export.md} explains them.
 *
 * <p>Numbers are written by %s: %d takes the digits of the machine's language.
 */
final class ExportMetadata {

  private ExportMetadata() {}

  static Map<String, String> of(Checkpoint checkpoint, PixelValues values) {
    NetworkOptions network = checkpoint.config().network();
    List<String> classes = checkpoint.config().data().classNames();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", GeneratorFile.FORMAT);
    metadata.put("imagesSeen", Long.toString(checkpoint.images()));
    metadata.put("input.z", "float32 (N, %s), standard normal".formatted(network.latentSize()));
    if (network.conditional()) {
      metadata.put(
          "input.label", "int64 (N), the class, from 0 to %s".formatted(network.classes() - 1));
    }
    metadata.put("output.image", image(network, values) + "; channels: " + channels(network));
    metadata.put(
        "seedToLatent", "SplitMix64 and Box-Muller, as in Organza's docs/export.md; any will do");
    metadata.put("classes", RecordJson.tree(classes).toString());
    metadata.put("network", RecordJson.tree(network).toString());
    return metadata;
  }

  private static String image(NetworkOptions network, PixelValues values) {
    int channels = network.channels();
    return switch (values) {
      case UNIT ->
          "float32 (N, %s, %s, %s), from 0 to 1"
              .formatted(channels, network.height(), network.width());
      case BYTES ->
          "uint8 (N, %s, %s, %s), from 0 to 255"
              .formatted(network.height(), network.width(), channels);
    };
  }

  private static String channels(NetworkOptions network) {
    return switch (network.channels()) {
      case 1 -> "grey";
      case 3 -> "red, green, blue";
      default -> "red, green, blue, alpha";
    };
  }
}
