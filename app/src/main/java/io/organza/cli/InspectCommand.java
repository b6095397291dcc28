package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.GeneratorFile;
import io.organza.data.DataException;
import io.organza.data.ImageSource;
import io.organza.data.SourceSurvey;
import io.organza.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza inspect}: says what is there. */
@Command(
    name = "inspect",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Says what is in a folder, zip or tar of images, a run or a checkpoint;",
      "without any, which runs there are."
    },
    footer = {
      "",
      "Examples: organza inspect",
      "          organza inspect path/to/photos",
      "          organza inspect photos.zip --labels folders --resolution 64 --report photos.html",
      "          organza inspect 00003-flowers-tiny --report flowers.html",
      "          organza inspect checkpoints/00003-flowers-tiny/kimg000048"
    })
final class InspectCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA|RUN|CHECKPOINT",
      description =
          "A folder, zip or tar of images, builtin:flowers, djl:mnist, a run's name or a checkpoint;"
              + " default: the list of all runs.")
  String name = "";

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Also write a page: of images with a sheet of them as training would see them, of a run"
              + " with its curves and sheets.")
  @Nullable Path report;

  @ArgGroup(validate = false, heading = "%nWhat would be learned of images:%n", order = 1)
  StartOptions start = new StartOptions();

  @ArgGroup(validate = false, heading = "%nWhere runs are:%n", order = 2)
  FolderOptions folders = new FolderOptions();

  @ArgGroup(validate = false, heading = "%nWhere to compute:%n", order = 3)
  MachineOptions machine = new MachineOptions();

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Runs runs = new Runs(folders, console);
    if (name.isEmpty()) {
      UsageException.check(
          report == null ? List.of() : List.of("--report: needs images or a run, got neither"));
      show(RunList.lines(runs.all()));
      return ExitCodes.DONE;
    }
    Optional<Path> checkpoint = runs.checkpoint(name);
    if (checkpoint.isPresent()) {
      if (report != null) {
        throw new UsageException("--report: needs images or a run, got a checkpoint: " + name);
      }
      show(CheckpointReport.lines(Checkpoint.open(checkpoint.get())));
      return ExitCodes.DONE;
    }
    Optional<RunDirectory> run = runs.run(name);
    boolean isPlaceToo = run.isPresent() && isAnotherPlace(run.get());
    if (run.isPresent() && !(isPlaceToo && isPath(name))) {
      if (isPlaceToo) {
        Path place = Path.of(".", name);
        console.warn("%s is a run, and a place too: for that, %s".formatted(name, place));
      }
      showRun(run.get());
      return ExitCodes.DONE;
    }
    if (GeneratorFile.isName(name) && exists(name)) {
      throw new DataException(
          name + " is an exported generator: inspect takes images, a run or a checkpoint");
    }
    boolean isOne = ImageSource.places(name).size() == 1;
    if (isOne && !ImageSource.isNamed(name) && !exists(name)) {
      throw new DataException("no such folder, zip, tar, run or checkpoint: " + name);
    }
    return showImages(new NewConfig(name, start, new LossGroup(), new PaceGroup()));
  }

  private NextCommands next() {
    return new NextCommands(folders, new CacheOption(), machine);
  }

  /** Tells whether there is a file or folder of the name that is none of the run's. */
  private boolean isAnotherPlace(RunDirectory run) throws IOException {
    if (!exists(name)) {
      return false;
    }
    for (Path own : List.of(run.samples(), run.checkpoints())) {
      if (Files.exists(own) && Files.isSameFile(own, Path.of(name))) {
        return false;
      }
    }
    return true;
  }

  private void show(List<String> lines) {
    lines.forEach(line -> console.result(Format.printable(line)));
  }

  private void showRun(RunDirectory run) throws IOException {
    UsageException.check(reportProblems());
    RunFacts facts = RunFacts.of(run);
    show(RunReport.lines(facts, next()));
    if (report != null) {
      write(report, RunPage.of(facts, console));
    }
  }

  private void write(Path file, String page) throws IOException {
    AtomicFile.writeNew(file, page.getBytes(StandardCharsets.UTF_8));
    console.result("Report: " + file);
  }

  private int showImages(NewConfig open) throws IOException {
    UsageException.check(problems(open));
    return machine.whileStarting(
        () -> {
          if (machine.device.isGpu()) {
            machine.find(); // One that is not there is told before images are looked at.
          }
          try (ImageSource source = ImageSource.open(open.data())) {
            showImages(source, open);
            return ExitCodes.DONE;
          }
        });
  }

  private void showImages(ImageSource source, NewConfig open) throws IOException {
    SourceSurvey survey = Datasets.survey(source, open.data(), console);
    GanConfig config = open.settle(survey);
    DataFacts shown = DataFacts.of(source, config, start.preset, survey);
    show(DataReport.lines(shown));
    List<Fact> epoch = new ArrayList<>();
    try {
      Device device = machine.find();
      shown.on(open.precision().on(device)).epoch(device).ifPresent(epoch::add);
      epoch.forEach(fact -> console.result(fact.line()));
    } finally {
      // A page without the time is worth having where memory is too small for the networks.
      if (report != null) {
        write(report, DataPage.of(shown, source, epoch));
      }
    }
  }

  private List<String> problems(NewConfig open) {
    List<String> problems = new ArrayList<>(open.problems());
    problems.addAll(machine.problems());
    problems.addAll(reportProblems());
    return problems;
  }

  private List<String> reportProblems() {
    List<String> problems = new ArrayList<>();
    if (report != null) {
      if (!report.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
        problems.add("--report: must end in .html, got " + report);
      }
      if (Files.exists(report, LinkOption.NOFOLLOW_LINKS)) {
        problems.add("--report: " + report + " is there already");
      }
      problems.addAll(Folders.problems("--report", Folders.of(report)));
    }
    return problems;
  }

  /** Tells whether a name can be no run's, but a path. */
  private static boolean isPath(String name) {
    Path path = Path.of(name);
    return path.getNameCount() > 1 || path.isAbsolute();
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
