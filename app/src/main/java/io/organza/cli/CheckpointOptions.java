package io.organza.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The argument that names a checkpoint, and the options that say where it is. */
final class CheckpointOptions {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT",
      description = "A run's name, RUN/best, or a checkpoint's folder; default: the latest run.")
  @Nullable String name;

  @Mixin FolderOptions folders = new FolderOptions();

  /** Returns the checkpoint and its run. */
  Runs.Found find(Console console) throws IOException {
    return new Runs(folders, console).findGenerator(name);
  }
}
