package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.organza.checkpoint.Checkpoint;
import io.organza.sampling.ImageGenerator;
import io.organza.torch.Precision;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which generator is used, and how it computes. */
final class GeneratorOptions {

  @Mixin CheckpointOptions checkpoint = new CheckpointOptions();

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      converter = Choices.ForPrecision.class,
      description = "The number format of the network; default: the run's.")
  @Nullable PrecisionChoice precision;

  @Mixin MachineOptions machine = new MachineOptions();

  /** What is done with a generator. */
  @FunctionalInterface
  interface Use {
    int with(ImageGenerator generator, Device device, Precision precision) throws IOException;
  }

  List<String> problems() {
    return machine.problems();
  }

  Runs.Found find(Console console) throws IOException {
    return checkpoint.find(console);
  }

  /** Starts the engine, lends the checkpoint's generator, and returns what its use returns. */
  int use(Checkpoint opened, Use use) throws IOException {
    CompletableFuture<Engine> engine = machine.start();
    try {
      Device device = machine.find();
      Precision chosen =
          precision == null ? opened.config().training().precision() : precision.on(device);
      try (ImageGenerator generator = ImageGenerator.of(opened, chosen, device)) {
        return use.with(generator, device, chosen);
      }
    } finally {
      // The process must not end while libraries are being loaded.
      engine.handle((started, failure) -> started).join();
    }
  }
}
