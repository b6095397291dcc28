package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code organza resume}: goes on with a run. */
@Command(
    name = "resume",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Goes on with a run where it stopped, on the same images.",
      "",
      "What is not given stays as it is in the run; defaults that are named are those of new runs."
    },
    footer = {
      "",
      "Examples: organza resume",
      "          organza resume 00003-flowers-tiny --kimg 500",
      "          organza resume checkpoints/00003-flowers-tiny/kimg000048 --minutes 10",
      "          organza resume 00003-flowers-tiny --fork my-roses --data path/to/roses"
    })
final class ResumeCommand implements Callable<Integer> {

  private final Console console;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT",
      description = "A run's name, RUN/best, or a checkpoint's folder; default: the latest run.")
  @Nullable String name;

  @ArgGroup(validate = false, heading = "%nA new run from this one:%n", order = 1)
  ForkOptions fork = new ForkOptions();

  @ArgGroup(
      validate = false,
      heading = "%nWhat to learn (all but the network may change with --fork):%n",
      order = 2)
  BaseOptions base = new BaseOptions();

  @ArgGroup(
      validate = false,
      heading =
          "%nHow long, and how (--kimg, --minutes, --lr, --generator-rate, --micro-batch,"
              + " --generator-dropout and --tick may change for any run):%n",
      order = 3)
  PaceGroup pace = new PaceGroup();

  @ArgGroup(
      validate = false,
      heading =
          "%nLosses and gradients (--l2, --l2-bounds, --l1 and --l2-form may change for any"
              + " run):%n",
      order = 4)
  LossGroup loss = new LossGroup();

  @ArgGroup(validate = false, heading = "%nFiles:%n", order = 5)
  RunFileOptions files = new RunFileOptions();

  @ArgGroup(validate = false, heading = "%nWhere to compute:%n", order = 6)
  MachineOptions machine = new MachineOptions();

  /**
   * What is to be trained next, of images that are still to be decoded.
   *
   * @param augment which augmentation their number decides on, if it does
   */
  private record Continuation(
      GanConfig config,
      Goal goal,
      RunSettings settings,
      Origin origin,
      Optional<AugmentChoice> augment) {}

  ResumeCommand(Console console) {
    this.console = console;
  }

  /** Returns the command that goes on with a run as it is. */
  static ResumeCommand of(
      String name, RunFileOptions files, MachineOptions machine, Console console) {
    ResumeCommand command = new ResumeCommand(console);
    new CommandLine(command).parseArgs(name);
    command.files = files;
    command.machine = machine;
    return command;
  }

  @Override
  public Integer call() throws IOException {
    ConfigBuilder builder = new ConfigBuilder(fork.data, base, loss, pace);
    List<String> problems = problems();
    Runs.Found found = find(builder, problems);
    GanConfig before = before(found.checkpoint());
    RunSettings settings = RunSettings.read(found.run().checkpoints());
    problems.addAll(files.run.contradictions(settings));
    Optional<GanConfig> after = builder.over(before);
    if (!builder.problems().isEmpty()) {
      problems.addAll(0, builder.problems());
      throw new UsageException(problems);
    }
    GanConfig config = DataPlace.absolute(after.orElseThrow());
    List<ConfigChange> changes = ConfigChange.between(before, config);
    problems.addAll(ConfigChange.refusals(before, config, fork.name != null));
    UsageException.check(problems);
    Origin origin = new Origin(found.checkpoint(), kind(found), noted(changes));
    RunMinutes minutes =
        fork.name == null
            ? RunMinutes.of(found.run(), settings)
            : new RunMinutes(settings.minutes(), 0);
    Goal goal = minutes.goal(pace, config.training().kimg());
    RunSettings changed = files.run.over(settings).lasting(minutes.wholeWith(goal));
    if (fork.name == null) {
      requireOwnSamples(found.run());
      if (origin.kind() == Origin.Kind.REWOUND) {
        warnOfLater(found);
      }
      EndedRun ended = new EndedRun(found, commands(), console);
      if (goal.isReached(found.checkpoint().images())) {
        return ended.atGoal(goal, minutes.whole(), pace.kimg);
      }
      if (ended.isExhausted(changed.stopAfter())) {
        return ended.exhausted(changed.stopAfter());
      }
    }
    Continuation next =
        new Continuation(
            config, goal, changed, origin, fork.augment(config, base.augment, builder));
    return machine.whileStarting(
        () -> {
          try (ImageSource source = ImageSource.open(config.data())) {
            return resume(found, next, source);
          }
        });
  }

  /** Finds what is to go on; what is wrong with the options is told even if there is none. */
  private Runs.Found find(ConfigBuilder builder, List<String> problems) throws IOException {
    try {
      return new Runs(files.folders, console).find(name);
    } catch (IOException e) {
      problems.addAll(0, builder.problems());
      UsageException.check(problems);
      throw e;
    }
  }

  /** Warns if the run has checkpoints that were saved after the one that it goes on from. */
  private void warnOfLater(Runs.Found found) throws IOException {
    Path from = found.checkpoint().directory().toRealPath();
    int later = 0;
    boolean passed = false;
    for (Path checkpoint : found.run().store().list()) {
      later += passed ? 1 : 0;
      passed |= checkpoint.toRealPath().equals(from);
    }
    if (later > 0) {
      console.warn(
          "leaves %s of %s behind, saved after %s; with --fork NAME a new run goes on from there"
              .formatted(
                  Format.counted(later, "checkpoint"), found.run().name(), from.getFileName()));
    }
  }

  /** Returns how the training follows from what is found. */
  private Origin.Kind kind(Runs.Found found) throws IOException {
    if (fork.name != null) {
      return fork.fresh ? Origin.Kind.FORKED_FRESH : Origin.Kind.FORKED;
    }
    boolean named = name != null && new Runs(files.folders, console).checkpoint(name).isPresent();
    return named && !Runs.isLatest(found) ? Origin.Kind.REWOUND : Origin.Kind.RESUMED;
  }

  /** Returns what of the changes belongs in the history. */
  private List<ConfigChange> noted(List<ConfigChange> changes) {
    return fork.name != null ? changes : changes.stream().filter(ConfigChange::isNoted).toList();
  }

  private int resume(Runs.Found found, Continuation next, ImageSource source) throws IOException {
    GanConfig config = next.config();
    PackCache cache = files.cache.open();
    if (fork.name != null) {
      Datasets.refresh(source, config, cache);
    }
    Datasets.Packed packed = Datasets.pack(source, config, cache, console);
    PackedImages images = packed.training();
    if (fork.name == null) {
      Datasets.requireSame(
          images,
          found.checkpoint(),
          config.data().source(),
          ": --fork NAME begins a run with them");
    }
    GanConfig augmented =
        next.augment().map(choice -> choice.settle(config, images.count())).orElse(config);
    GanConfig classed = Datasets.classed(augmented, images.classes());
    if (classed.network().classes() != config.network().classes()) {
      throw new UsageException(
          "--labels: the networks know %d classes, the images have %d"
              .formatted(config.network().classes(), images.classes().size()));
    }
    List<Device> devices = machine.findAll(classed);
    machine.unused().ifPresent(console::warn);
    TrainingPlan plan =
        new TrainingPlan(
            classed,
            next.goal(),
            next.settings(),
            images,
            packed.holdout(),
            devices,
            next.origin().changed(ConfigChange.between(config, augmented)));
    return new TrainingSession(
            plan, () -> opened(found.run()), commands(), files.cache.scores(), console)
        .run();
  }

  private NextCommands commands() {
    return new NextCommands(files.folders, files.cache, machine);
  }

  private RunDirectory opened(RunDirectory run) throws IOException {
    if (fork.name != null) {
      return files.folders.create(fork.name, "--fork");
    }
    run.createMissing();
    return run;
  }

  /** Refuses a run from elsewhere whose images and logs would go into another run's folder. */
  private void requireOwnSamples(RunDirectory run) throws IOException {
    Path usual = files.folders.run(run.name()).checkpoints();
    boolean elsewhere = !Files.exists(usual) || !Files.isSameFile(usual, run.checkpoints());
    if (elsewhere && Files.exists(run.samples())) {
      throw new UsageException(
          "--samples: %s exists already, and may be of another run than %s: name another folder, or"
                  .formatted(run.samples(), run.checkpoints())
              + " with --checkpoints the folder that the run is in");
    }
  }

  /** Returns the configuration of the checkpoint. */
  private static GanConfig before(Checkpoint checkpoint) throws IOException {
    List<String> problems = checkpoint.config().problems();
    if (!problems.isEmpty()) {
      throw new IOException(
          checkpoint.directory() + ": its configuration is wrong: " + String.join("; ", problems));
    }
    return checkpoint.config();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (fork.name != null) {
      problems.addAll(RunNames.problems(files.folders, "--fork", fork.name));
      problems.addAll(Folders.problems("--checkpoints", files.folders.checkpoints));
    } else if (fork.fresh) {
      problems.add("--fresh-optimizers: needs --fork");
    }
    if (base.augment != null && base.augment.isAuto() && fork.name == null) {
      problems.add("--augment: auto is for new runs; say what is to be done");
    }
    problems.addAll(AutoOptions.problems(spec.commandLine().getParseResult()));
    problems.addAll(files.run.problems());
    problems.addAll(machine.trainingProblems());
    problems.addAll(Folders.problems("--samples", files.folders.samples));
    problems.addAll(Folders.problems("--cache", files.cache.folder()));
    return problems;
  }
}
