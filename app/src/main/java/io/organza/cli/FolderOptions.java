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

  /**
   * Returns the options that lead another command to a run by its name, which may be in another
   * folder of checkpoints.
   */
  String arguments(RunDirectory run) {
    Path parent = run.checkpoints().resolve("..").normalize();
    Path folder = isSame(parent, checkpoints) ? checkpoints : parent;
    String arguments = "";
    if (!samples.equals(SAMPLES)) {
      arguments += " --samples " + NextCommands.quoted(samples.toString());
    }
    if (!folder.equals(CHECKPOINTS)) {
      String path = folder.toString();
      arguments += " --checkpoints " + NextCommands.quoted(path.isEmpty() ? "." : path);
    }
    return arguments;
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }
}
