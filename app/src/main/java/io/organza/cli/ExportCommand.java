package io.organza.cli;

import io.organza.export.ExportFormat;
import io.organza.export.GeneratorExport;
import io.organza.export.PixelValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organza export}: writes a generator as a file for other programs. */
@Command(
    name = "export",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Writes what a run learned for other programs, and checks what it wrote.",
    footer = {
      "",
      "The file is run before it gets its name: 64 images must be the checkpoint's.",
      "",
      "Examples: organza export --format onnx",
      "          organza export 00003-flowers-tiny --format torchscript --out flowers.pt"
    })
final class ExportCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "What to write: safetensors, torchscript, onnx, or djl (a model folder).")
  ExportFormat format = ExportFormat.ONNX;

  @Option(
      names = "--values",
      paramLabel = "unit|bytes",
      description =
          "What a torchscript or onnx file makes: unit, float32 (N, C, H, W) from 0 to 1; or bytes, "
              + "uint8 (N, H, W, C). Default: unit.")
  PixelValues values = PixelValues.UNIT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file or, for djl, the folder; default: one in the run's folder of samples.")
  @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace what is there already.")
  boolean overwrite;

  @Mixin CheckpointOptions checkpoint = new CheckpointOptions();

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!format.canHave(values)) {
      throw new UsageException(
          "--values: bytes is for torchscript and onnx, got --format " + Choices.word(format));
    }
    Runs.Found found = checkpoint.find(console);
    Path file = out != null ? out : found.file("exported", format.ending());
    requireWritable(file);
    Files.createDirectories(Folders.of(file));
    double difference = GeneratorExport.write(found.checkpoint(), format, values, file);
    console.result("Export:  " + file);
    console.result(
        String.format(
            Locale.ROOT,
            "Checked: 64 images differ from the checkpoint's by at most %.1e of 1",
            difference));
    return ExitCodes.DONE;
  }

  private void requireWritable(Path file) {
    if (format != ExportFormat.DJL) {
      UsageException.check(Folders.fileProblems("--out", file, format.ending()));
    } else if (Files.exists(file) && !Files.isDirectory(file)) {
      throw new UsageException("--out: is no folder, got " + file);
    }
    UsageException.check(Folders.problems("--out", Folders.of(file)));
    UsageException.check(Folders.taken(file, overwrite));
  }
}
