package io.organza.cli;

import ai.djl.Device;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.SavedGenerator;
import io.organza.torch.Precision;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The argument that names a generator, and the options that say where it is and how it computes.
 */
final class GeneratorOptions {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT|FILE",
      description =
          "A run's name, RUN/best, a checkpoint's folder, or an exported .safetensors file; "
              + "default: the latest run.")
  @Nullable String name;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      description = "The number format of the network; default: the run's, fp32 for a file.")
  @Nullable PrecisionChoice precision;

  @Mixin FolderOptions folders = new FolderOptions();
  @Mixin MachineOptions machine = new MachineOptions();

  /** What is done with a generator. */
  @FunctionalInterface
  interface Use {
    int with(ImageGenerator generator, Device device, Precision precision) throws IOException;
  }

  List<String> problems() {
    return machine.problems();
  }

  NamedGenerator find(Console console) throws IOException {
    return NamedGenerator.find(name, folders, console);
  }

  /** Starts the engine, lends the generator, and returns what its use returns. */
  int use(SavedGenerator saved, Use use) throws IOException {
    return machine.whileStarting(
        () -> {
          Device device = machine.find();
          Precision chosen = precision == null ? saved.precision() : precision.on(device);
          try (ImageGenerator generator = ImageGenerator.of(saved, chosen, device)) {
            return use.with(generator, device, chosen);
          }
        });
  }
}
