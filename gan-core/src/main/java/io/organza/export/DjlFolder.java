package io.organza.export;

import io.organza.file.AtomicFile;
import io.organza.network.NetworkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A model folder as DJL and DJL Serving load it: a TorchScript file, and how to serve it. */
final class DjlFolder {

  private DjlFolder() {}

  /** Writes the folder's two files, each at once; returns what {@link GeneratorExport} does. */
  static double write(NetworkFunction generator, Map<String, String> metadata, Path folder)
      throws IOException {
    boolean there = Files.exists(folder);
    Files.createDirectories(folder);
    try {
      double difference =
          GeneratorExport.write(
              generator,
              metadata,
              ExportFormat.DJL.target(PixelValues.UNIT),
              folder.resolve("model.pt"));
      AtomicFile.write(folder.resolve("serving.properties"), properties(generator.options()));
      return difference;
    } catch (IOException | RuntimeException e) {
      if (!there) {
        Files.deleteIfExists(folder.resolve("model.pt"));
        Files.deleteIfExists(folder);
      }
      throw e;
    }
  }

  /** Numbers are written by %s: %d takes the digits of the machine's language. */
  private static String properties(NetworkOptions options) {
    return """
        engine=PyTorch
        translator=%s
        latentSize=%s
        classes=%s
        """
        .formatted(GeneratorTranslator.class.getName(), options.latentSize(), options.classes());
  }
}
