package io.organza.cli;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.augment.AugmentOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.file.AtomicFile;
import io.organza.metric.Judge;
import io.organza.speed.TrainingSpeed;
import io.organza.torch.Precision;
import io.organza.tuning.Halving;
import io.organza.tuning.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code organza tune}: finds out which penalty suits the images. */
@Command(
    name = "tune",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Tries settings of the penalties in short runs, lets the better ones go on, and says how to"
          + " train.",
      "",
      "The same command again goes on where it stopped; two at once, also on machines that share"
          + " the folder, share the work."
    },
    footer = {
      "",
      "Examples: organza tune",
      "          organza tune path/to/photos --l2 0,1e-6..1e-2 --gamma x0.5,x1,x2",
      "          organza tune photos.zip --search random --trials 20 --l2 1e-7..1e-2 --folds 5"
    })
final class TuneCommand implements Callable<Integer> {

  private static final Path USUAL_FOLDER = Path.of("tune");
  private static final double USUAL_HOLDOUT = 10;
  private static final double NANOS = 1e9;

  private final Console console;

  /** Replaced by the parsed one. */
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description =
          "A folder, zip or tar of images, djl:mnist or its like, or builtin:flowers (default).")
  @Nullable String data;

  @ArgGroup(validate = false, heading = "%nWhat to try:%n", order = 1)
  SearchOptions search = new SearchOptions();

  @ArgGroup(validate = false, heading = "%nWhat to learn:%n", order = 2)
  StartOptions start = new StartOptions();

  @ArgGroup(validate = false, heading = "%nLosses and how to train, for all settings:%n", order = 3)
  Training training = new Training();

  @ArgGroup(validate = false, heading = "%nFiles:%n", order = 4)
  TuneFiles files = new TuneFiles();

  @ArgGroup(validate = false, heading = "%nWhere to compute:%n", order = 5)
  MachineOptions machine = new MachineOptions();

  /** How all settings are trained. */
  static final class Training {

    @ArgGroup(validate = false)
    LossKindGroup kind = new LossKindGroup();

    @ArgGroup(validate = false)
    RateGroup rate = new RateGroup();
  }

  /** Where its files are. */
  static final class TuneFiles {

    @Option(
        names = "--folder",
        paramLabel = "DIR",
        description =
            "The folder of its runs and results; default: tune/ and the names of data and preset.")
    @Nullable Path folder;

    @ArgGroup(validate = false)
    CacheOption cache = new CacheOption();
  }

  TuneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    LossGroup loss = new LossGroup();
    loss.kind = training.kind;
    PaceGroup pace = new PaceGroup();
    pace.rate = training.rate;
    NewConfig open = new NewConfig(data, start, loss, pace);
    UsageException.check(problems(open));
    machine.limitThreads();
    try (ImageSource source = ImageSource.open(open.data())) {
      return machine.whileStarting(() -> tune(source, open));
    }
  }

  private int tune(ImageSource source, NewConfig open) throws IOException {
    Path usual = USUAL_FOLDER.resolve(source.name() + "-" + Choices.word(start.preset));
    TuneFolder folder = new TuneFolder(files.folder == null ? usual : files.folder);
    PackCache cache = files.cache.open();
    GanConfig config = heldOut(open.settle(source, cache, console));
    if (folder.plan().isEmpty()) {
      Datasets.refresh(source, config, cache);
    }
    List<Datasets.Packed> folds = new ArrayList<>();
    for (int fold = 0; fold < search.folds; fold++) {
      GanConfig part = ConfigLayers.over(config).set("/data/fold", fold).toConfig();
      folds.add(requireHoldout(Datasets.pack(source, part, cache, console), part));
    }
    Device device = machine.find();
    // What is wrong is told before anything is written.
    plan(open, config, folds.get(0), config.training().precision());
    TunePlan plan =
        folder.follow(() -> plan(open, config, folds.get(0), precision(open, folder, device)));
    announce(plan, folder, device);
    long begin = System.nanoTime();
    try (TrialRunner runner = new TrialRunner(plan, folder, folds, files.cache, device, console)) {
      if (!new TuneSearch(plan, folder, runner, console).run()) {
        console.say("Stopped");
        console.result("Go on with: " + TuneCommands.again(spec));
        return ExitCodes.INTERRUPTED;
      }
    }
    console.say("Done: " + Format.time((System.nanoTime() - begin) / NANOS));
    int code = report(plan, folder, augment(open, config, folds.get(0), plan));
    tellOfLength(plan.halving(), config.training().kimg());
    return code;
  }

  /** Returns the option for the trials' augmentation where all images together have another. */
  private static List<String> augment(
      NewConfig open, GanConfig config, Datasets.Packed images, TunePlan plan) {
    AugmentOptions usual = open.augmented(config, images.count()).training().augment();
    AugmentOptions tried = plan.base().training().augment();
    return tried.transforms().equals(usual.transforms())
        ? List.of()
        : List.of("--augment", AugmentChoice.describe(tried));
  }

  private int report(TunePlan plan, TuneFolder folder, List<String> augment) throws IOException {
    TuneReport report = new TuneReport(plan, folder.tournament(plan));
    report.table().forEach(console::result);
    report.rivals().ifPresent(line -> console.result("As good, by chance: " + line));
    if (report.best().isEmpty()) {
      console.say("All settings diverged: try smaller ones, or a smaller --lr");
      return ExitCodes.DIVERGED;
    }
    String train = TuneCommands.train(spec, data, augment, report.best().get());
    report.writeResults(folder.path());
    console.result("Train with:  " + train);
    console.result("Runs:        " + folder.runs().samples);
    Optional<byte[]> plot = Plots.unlessFontless(report::plot, console);
    if (plot.isPresent()) {
      AtomicFile.write(folder.path().resolve(TuneReport.PLOT), plot.get());
      console.result("Plot:        " + folder.path().resolve(TuneReport.PLOT));
    }
    report.writePage(folder.path(), plot, train);
    console.result("Page:        " + folder.path().resolve(TuneReport.PAGE));
    return ExitCodes.DONE;
  }

  /** Says so if what is trained afterwards is longer than the trials were. */
  private void tellOfLength(Halving halving, double trained) {
    double tried = halving.kimg(halving.rungs() - 1);
    if (tried < trained) {
      console.say(
          "Trials end at kimg %s, a training at %s, where another may be best: a larger --kimg tells more"
              .formatted(Format.number(tried), Format.number(trained)));
    }
  }

  private TunePlan plan(
      NewConfig open, GanConfig config, Datasets.Packed images, Precision precision) {
    GanConfig resolved = TrainCommand.resolve(config, precision);
    GanConfig augmented = open.augmented(resolved, images.training().count());
    GanConfig base =
        ConfigLayers.over(Datasets.classed(augmented, images.training().classes()))
            .set("/training/kimg", search.halving().kimg(search.rungs - 1))
            .toConfig();
    TunePlan plan =
        new TunePlan(
            base,
            Judge.FEATURES,
            images.training().contentHash(),
            search.settings(base.seed()),
            search.folds,
            search.halving());
    UsageException.check(
        IntStream.range(0, plan.settings().size())
            .mapToObj(setting -> plan.config(new Trial(setting, 0, 0)).problems())
            .flatMap(problems -> OptionNames.named(problems, OptionNames.ARGUMENT).stream())
            .distinct()
            .toList());
    return plan;
  }

  /** Returns the precision: where it is to be measured, the one that was measured first. */
  private Precision precision(NewConfig open, TuneFolder folder, Device device) throws IOException {
    Optional<TunePlan> before = folder.plan();
    return open.precision() == PrecisionChoice.AUTO && before.isPresent()
        ? before.get().base().training().precision()
        : open.precision().on(device);
  }

  private GanConfig heldOut(GanConfig config) {
    boolean given = config.data().holdout() > 0;
    double percent = search.folds > 1 ? 100.0 / search.folds : USUAL_HOLDOUT;
    return given ? config : ConfigLayers.over(config).set("/data/holdout", percent).toConfig();
  }

  private static Datasets.Packed requireHoldout(Datasets.Packed images, GanConfig config)
      throws IOException {
    int count = images.holdout().count();
    if (count < Judge.LEAST_IMAGES) {
      throw new IOException(
          "%s: to score, at least %d images must be held out, but of %d it is %d: try --holdout 30%%"
              .formatted(config.data().source(), Judge.LEAST_IMAGES, images.count(), count));
    }
    return images;
  }

  /** Says how much there is to do. */
  private void announce(TunePlan plan, TuneFolder folder, Device device) throws IOException {
    GanConfig base = plan.base();
    int settings = plan.settings().size();
    int trials = plan.halving().trials(settings) * plan.folds();
    int done = folder.tournament(plan).results().size();
    double kimg = plan.halving().totalKimg(settings) * plan.folds();
    double speed =
        TrainingSpeed.imagesPerSecond(base.network(), base.loss(), base.training(), device);
    console.say(
        "%s, %s, %s"
            .formatted(
                Versions.line(),
                DeviceChoice.name(device),
                Choices.word(base.training().precision())));
    console.say(
        "%s: %s in %s, %s kimg in all%s"
            .formatted(
                folder.path(),
                Format.counted(settings, "setting"),
                Format.counted(trials, "trial"),
                Format.kimg(Math.round(kimg * 1000)),
                done == 0 ? "" : "; %d are done".formatted(done)));
    console.say(
        "About %s for all at %.0f images a second, and some seconds for each score"
            .formatted(Format.time(kimg * 1000 / speed), speed));
  }

  private List<String> problems(NewConfig open) {
    List<String> problems = new ArrayList<>(search.problems());
    problems.addAll(open.problems());
    if (search.clipAt != null && !open.clips()) {
      problems.add("--clip-at: contradicts --clip none, got " + search.clipAt);
    }
    double holdout = open.data().holdout();
    if (search.folds > 1 && holdout > 0) {
      problems.add(
          "--holdout: with --folds %d it is a %d-th, got %s"
              .formatted(search.folds, search.folds, Format.number(holdout)));
    }
    if (start.base.holdout != null && holdout == 0) {
      problems.add("--holdout: scores are of images that are held out, got 0");
    }
    problems.addAll(machine.problems());
    problems.addAll(
        Folders.problems("--folder", files.folder == null ? USUAL_FOLDER : files.folder));
    problems.addAll(Folders.problems("--cache", files.cache.folder()));
    return problems;
  }
}
