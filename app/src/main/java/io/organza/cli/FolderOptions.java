package io.organza.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say where runs are. */
final class FolderOptions {

  private static final Path SAMPLES = Path.of("samples");
  private static final Path CHECKPOINTS = Path.of("checkpoints");

  @Option(
      names = "--samples",
      paramLabel = "DIR",
      description = "The folder of the runs' images and logs; default: samples.")
  Path samples = SAMPLES;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "The folder of the runs' checkpoints; default: checkpoints.")
  Path checkpoints = CHECKPOINTS;

  /** Returns the run with the name, which may not be there. */
  RunDirectory run(String name) {
    return new RunDirectory(name, samples.resolve(name), checkpoints.resolve(name));
  }

  /** Makes the folders of a new run, whose name was given by the option. */
  RunDirectory create(String name, String option) throws IOException {
    RunDirectory run = run(name);
    if (!run.create()) {
      throw new UsageException(option + ": a run of this name exists already, got " + name);
    }
    return run;
  }

  /** Returns the options that lead another command to the same folders. */
  String arguments() {
    String arguments = "";
    if (!samples.equals(SAMPLES)) {
      arguments += " --samples " + NextCommands.quoted(samples.toString());
    }
    if (!checkpoints.equals(CHECKPOINTS)) {
      arguments += " --checkpoints " + NextCommands.quoted(checkpoints.toString());
    }
    return arguments;
  }
}
