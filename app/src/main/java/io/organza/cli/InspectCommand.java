package io.organza.cli;

import io.organza.checkpoint.Checkpoint;
import io.organza.data.DataException;
import io.organza.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code organza inspect}: says what is there. */
@Command(
    name = "inspect",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Says what is in a folder or zip of images, a run or a checkpoint.",
    footer = {
      "",
      "Examples: organza inspect path/to/photos",
      "          organza inspect 00003-flowers-tiny",
      "          organza inspect checkpoints/00003-flowers-tiny/kimg000048"
    })
final class InspectCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "DATA|RUN|CHECKPOINT",
      description =
          "A folder or zip of images, builtin:flowers, djl:mnist, a run's name or a checkpoint.")
  String name = "";

  @Mixin FolderOptions folders = new FolderOptions();
  @Mixin TalkOptions talk = new TalkOptions();

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    talk.apply(console);
    report().forEach(line -> console.result(Format.printable(line)));
    return ExitCodes.DONE;
  }

  private List<String> report() throws IOException {
    Runs runs = new Runs(folders, console);
    Optional<Path> checkpoint = runs.checkpoint(name);
    if (checkpoint.isPresent()) {
      return CheckpointReport.lines(Checkpoint.open(checkpoint.get()));
    }
    Optional<RunDirectory> run = runs.run(name);
    if (run.isPresent()) {
      return RunReport.lines(run.get());
    }
    if (!ImageSource.isNamed(name) && !exists(name)) {
      throw new DataException("no such folder, zip, run or checkpoint: " + name);
    }
    try (ImageSource source = ImageSource.open(name)) {
      return DataReport.lines(name, source, console);
    }
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
