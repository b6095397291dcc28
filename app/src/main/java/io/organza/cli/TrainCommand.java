package io.organza.cli;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.SourceSurvey;
import io.organza.torch.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza train}: begins a run. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Trains on your images, and draws what was learned as it goes.",
    footer = {
      "",
      "Examples: organza train",
      "          organza train path/to/photos --resolution 64 --minutes 30",
      "          organza train photos.zip --dry-run > my.json",
      "",
      "Ctrl-C stops after the step and saves a checkpoint; organza resume goes on."
    })
final class TrainCommand implements Callable<Integer> {

  /** What rounding loses of a run's minutes over many processes. */
  private static final double LOST_MINUTES = 0.05;

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description =
          "A folder, zip or tar of images, djl:mnist or its like, or builtin:flowers (default).")
  @Nullable String data;

  @ArgGroup(validate = false, heading = "%nWhat to learn:%n", order = 1)
  StartOptions start = new StartOptions();

  @ArgGroup(validate = false, heading = "%nHow long, and how:%n", order = 2)
  PaceGroup pace = new PaceGroup();

  @ArgGroup(validate = false, heading = "%nLosses and gradients:%n", order = 3)
  LossGroup loss = new LossGroup();

  @ArgGroup(validate = false, heading = "%nFiles:%n", order = 4)
  NewRunOptions files = new NewRunOptions();

  @ArgGroup(validate = false, heading = "%nWhere to compute:%n", order = 5)
  MachineOptions machine = new MachineOptions();

  /** Which files a new run has. */
  static final class NewRunOptions {

    @Option(
        names = "--run",
        paramLabel = "NAME",
        description = "The run's name; default: the next number, the data and the preset.")
    @Nullable String name;

    @Option(
        names = "--or-resume",
        description =
            "Go on with the run, as organza resume does, if it is there already: the same command"
                + " begins it and goes on with it. Needs --run.")
    boolean orResume;

    @ArgGroup(validate = false)
    RunFileOptions all = new RunFileOptions();

    @Option(
        names = "--dry-run",
        description =
            "Print the configuration that would be trained, say what inspect says of the images,"
                + " and train nothing.")
    boolean dryRun;

    /** Returns whether a run that is there is to go on. */
    boolean resumes() {
      return orResume && name != null && all.folders.run(name).exists();
    }
  }

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    NewConfig config = new NewConfig(data, start, loss, pace);
    List<String> problems = problems(config);
    if (problems.isEmpty()) {
      // DJL's own sets start the engine.
      machine.limitThreads();
    }
    try (ImageSource source = open(config.data(), problems)) {
      if (!problems.isEmpty() || source == null) {
        throw new UsageException(problems);
      }
      return machine.whileStarting(
          () -> {
            if (machine.device.isGpu()) {
              machine.findAll();
            }
            if (files.dryRun) {
              return dryRun(source, config);
            }
            return files.resumes() ? goOn(source, config) : run(source, config);
          });
    }
  }

  private int run(ImageSource source, NewConfig open) throws IOException {
    PackCache cache = files.all.cache.open();
    GanConfig config = open.settle(source, cache, console);
    Datasets.refresh(source, config, cache);
    Datasets.Packed packed = Datasets.pack(source, config, cache, console);
    PackedImages images = packed.training();
    List<Device> devices = machine.findAll(config);
    machine.unused().ifPresent(console::warn);
    warnOfNoHoldout(config, packed);
    if (open.precision() == PrecisionChoice.AUTO) {
      console.progress("Measuring which precision is faster");
    }
    Precision precision = open.precision().on(devices.get(0));
    GanConfig resolved = complete(open, resolve(config, precision), images);
    UsageException.check(OptionNames.named(resolved.problems(), OptionNames.ARGUMENT));
    Goal goal = goal(config);
    RunSettings settings = files.all.run.over(RunSettings.DEFAULT);
    TrainingPlan plan =
        new TrainingPlan(
            resolved,
            goal,
            settings.lasting(new RunMinutes(0, 0).wholeWith(goal)),
            images,
            packed.holdout(),
            devices,
            Origin.NONE);
    NextCommands next = new NextCommands(files.all.folders, files.all.cache, machine);
    return new TrainingSession(plan, () -> newRun(source), next, files.all.cache.scores(), console)
        .run();
  }

  private static GanConfig complete(NewConfig open, GanConfig resolved, PackedImages images) {
    return Datasets.classed(open.augmented(resolved, images.count()), images.classes());
  }

  /** Goes on with a run that is there, if it is what the options would begin. */
  private int goOn(ImageSource source, NewConfig open) throws IOException {
    RunDirectory run = files.all.folders.run(Objects.requireNonNull(files.name));
    if (run.store().list().isEmpty()) {
      throw new UsageException(
          "--or-resume: %s has no checkpoint to go on from: remove it, and %s, to begin anew"
              .formatted(run.checkpoints(), run.samples()));
    }
    Runs.Found found = new Runs(files.all.folders, console).find(run.checkpoints().toString());
    GanConfig before = found.checkpoint().config();
    PackCache cache = files.all.cache.open();
    GanConfig config = open.settle(source, cache, console);
    PackedImages images = Datasets.pack(source, config, cache, console).training();
    Precision precision =
        open.precision() == PrecisionChoice.AUTO
            ? before.training().precision()
            : open.precision().on(machine.find());
    GanConfig asked = complete(open, resolve(config, precision), images);
    if (asked.training().kimg() != before.training().kimg()) {
      // How fast adaptive augmentation may rise follows from the length that a run begins with.
      double ramp = before.training().augment().rampKimg();
      asked = ConfigLayers.over(asked).set("/training/augment/rampKimg", ramp).toConfig();
    }
    UsageException.check(differences(before, asked, RunSettings.read(found.run().checkpoints())));
    Goal goal = goal(asked);
    if (goal.isReached(found.checkpoint().images())) {
      NextCommands next = new NextCommands(files.all.folders, files.all.cache, machine);
      return new EndedRun(found, next, console).atGoal(goal, 0, null);
    }
    ResumeCommand resume =
        ResumeCommand.of(run.checkpoints().toString(), files.all, machine, console);
    if (open.setsLength() && asked.training().kimg() != before.training().kimg()) {
      resume.pace.kimg = asked.training().kimg();
    }
    return resume.call();
  }

  /** Returns what the options would begin otherwise than it was begun; the length may differ. */
  private List<String> differences(GanConfig before, GanConfig asked, RunSettings settings) {
    String way = ": --or-resume goes on as the run was begun";
    List<String> problems = new ArrayList<>();
    ConfigChange.between(before, asked).stream()
        .filter(change -> !change.key().equals("training.kimg"))
        .map(change -> OptionNames.named(change.refusal(way), OptionNames.ARGUMENT))
        .forEach(problems::add);
    double minutes = pace.minutes == null ? 0 : pace.minutes;
    if (Math.abs(minutes - settings.minutes()) > LOST_MINUTES) {
      problems.add(
          "--minutes: cannot change from %s to %s%s"
              .formatted(Format.number(settings.minutes()), Format.number(minutes), way));
    }
    return problems;
  }

  private void warnOfNoHoldout(GanConfig config, Datasets.Packed packed) {
    double percent = config.data().holdout();
    if (percent > 0 && packed.holdout().count() == 0) {
      console.warn(
          "--holdout: %s%% of %s are none, so nothing is set aside"
              .formatted(Format.number(percent), Format.counted(packed.count(), "image")));
    }
  }

  private RunDirectory newRun(ImageSource source) throws IOException {
    return files.name == null
        ? RunNames.create(files.all.folders, source.name(), Choices.word(start.preset))
        : files.all.folders.create(files.name, "--run");
  }

  private int dryRun(ImageSource source, NewConfig open) throws IOException {
    SourceSurvey survey = Datasets.survey(source, open.data(), console);
    GanConfig config = open.settle(survey);
    Device device = machine.find();
    GanConfig resolved = resolve(config, open.precision().on(device));
    DataFacts facts = DataFacts.of(source, resolved, start.preset, survey);
    console.say(
        "%s, %s, %s"
            .formatted(
                Versions.line(),
                DeviceChoice.name(device),
                Choices.word(resolved.training().precision())));
    DataReport.lines(facts).forEach(line -> console.say(Format.printable(line)));
    facts.epoch(device).ifPresent(epoch -> console.say(epoch.line()));
    console.say("Would train %s for %s".formatted(name(source), goal(config)));
    console.result(open.augmented(resolved, facts.chosen().count()).toJson().strip());
    return ExitCodes.DONE;
  }

  private Goal goal(GanConfig config) {
    return new Goal(config.training().kimg(), pace.minutes);
  }

  private String name(ImageSource source) throws IOException {
    return files.name != null
        ? files.name
        : RunNames.next(files.all.folders, source.name(), Choices.word(start.preset));
  }

  private List<String> problems(NewConfig config) {
    List<String> problems = new ArrayList<>(config.problems());
    problems.addAll(files.all.run.problems());
    problems.addAll(files.all.run.contradictions(RunSettings.DEFAULT));
    problems.addAll(machine.trainingProblems());
    problems.addAll(Folders.problems("--samples", files.all.folders.samples));
    problems.addAll(Folders.problems("--checkpoints", files.all.folders.checkpoints));
    problems.addAll(Folders.problems("--cache", files.all.cache.folder()));
    if (files.orResume && files.name == null) {
      problems.add("--or-resume: needs --run");
    }
    if (files.name != null) {
      problems.addAll(
          files.resumes()
              ? RunNames.problems("--run", files.name)
              : RunNames.problems(files.all.folders, "--run", files.name));
    }
    return problems;
  }

  /** Opens the images; what is wrong with them joins the other problems, if there are any. */
  private static @Nullable ImageSource open(DataOptions images, List<String> problems)
      throws IOException {
    try {
      return ImageSource.open(images);
    } catch (IOException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      if (problems.stream().noneMatch(problem -> problem.startsWith(OptionNames.ARGUMENT + ": "))) {
        problems.add(OptionNames.ARGUMENT + ": " + Failures.describe(e));
      }
      return null;
    }
  }

  /** Fills in what is left to the machine. */
  static GanConfig resolve(GanConfig config, Precision precision) {
    return ConfigLayers.over(DataPlace.absolute(config))
        .set("/training/precision", Choices.word(precision))
        .toConfig();
  }
}
