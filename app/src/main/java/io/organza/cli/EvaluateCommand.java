package io.organza.cli;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.GeneratorFile;
import io.organza.cli.ScoreReport.Scored;
import io.organza.cli.Scoring.Real;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import io.organza.metric.ClassReader;
import io.organza.metric.FeatureExtractor;
import io.organza.metric.GeneratedImages;
import io.organza.metric.ImageSet;
import io.organza.metric.Reference;
import io.organza.metric.Scores;
import io.organza.record.Problems;
import io.organza.record.RecordJson;
import io.organza.sampling.ImageGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza evaluate}: says how good a generator is, or images that another program made. */
@Command(
    name = "evaluate",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Scores what a run makes, or other images, against real ones.",
    footer = {
      "",
      "Examples: organza evaluate",
      "          organza evaluate 00003-photos-tiny/best --count 50000 --json > scores.json",
      "          organza evaluate --against path/to/test-photos",
      "          organza evaluate path/to/samples --against path/to/photos",
      "          organza evaluate --count 50000 --features inception-2015-12-05.pt"
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final int USUAL_COUNT = 10_000;

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT|IMAGES",
      description =
          "A run's name, RUN/best, or a checkpoint's folder; default: the latest run. Or, with"
              + " --against, a folder, zip or tar of images.")
  @Nullable String name;

  @Option(
      names = "--against",
      paramLabel = "DATA",
      description =
          "Of a run, other images to compare with too, such as a test set; made to fit as the"
              + " run's. Of IMAGES, the real ones.")
  @Nullable String against;

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "How many images to make, with the seeds 0, 1, ...; default: 10000. Of IMAGES, how many"
              + " to look at, drawn ones; default: all, up to 50000.")
  @Nullable Integer count;

  @Option(names = "--json", description = "Print all scores, and what they are of, as JSON.")
  boolean json;

  @Mixin ShapeOptions shape = new ShapeOptions();
  @Mixin MovedOptions moved = new MovedOptions();
  @Mixin FeatureOptions features = new FeatureOptions();
  @Mixin FolderOptions folders = new FolderOptions();
  @Mixin CacheOption cache = new CacheOption();
  @Mixin MachineOptions machine = new MachineOptions();

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.check(problems());
    Runs runs = new Runs(folders, console);
    if (name != null && namesImages(name, runs)) {
      String images = name;
      UsageException.check(problemsOf(images));
      String real = Objects.requireNonNull(against);
      return machine.whileStarting(() -> tell(ofImages(images, real)));
    }
    UsageException.check(shape.problemsOfRun());
    Checkpoint checkpoint = runs.find(name).checkpoint();
    GanConfig config = moved.over(checkpoint.config());
    return machine.whileStarting(() -> tell(ofRun(checkpoint, config)));
  }

  /** Returns whether there is such a place, and neither a run nor a checkpoint of that name. */
  private static boolean namesImages(String name, Runs runs) throws IOException {
    return runs.checkpoint(name).isEmpty()
        && runs.run(name).isEmpty()
        && ImageSource.places(name).stream().allMatch(EvaluateCommand::isThere);
  }

  private static boolean isThere(String place) {
    return ImageSource.isNamed(place) || Runs.path(place).filter(Files::exists).isPresent();
  }

  private int tell(ScoreReport report) {
    if (json) {
      console.result(RecordJson.writeFinite(report).strip());
    } else {
      ScoreText.lines(report).forEach(console::result);
    }
    return ExitCodes.DONE;
  }

  private ScoreReport ofImages(String images, String real) throws IOException {
    ComparedSets sets = ComparedSets.read(images, real, shape, cache.open(), console);
    ImageSet all = sets.images();
    requireEnough(all.count(), images);
    requireEnough(sets.real().count(), real);
    if (count != null && count > all.count()) {
      throw new UsageException(
          "--count: there are %d images in %s, got %d".formatted(all.count(), images, count));
    }
    ImageSet some = all.atMost(count == null ? Reference.USUAL_IMAGES : count);
    Device device = machine.find();
    try (FeatureExtractor extractor = features.open(sets.real(), cache.scores(), device)) {
      return new Scoring(extractor, null, cache.scores(), console)
          .of(Scored.ofImages(images), some, List.of(new Real(RealSet.AGAINST, real, sets.real())));
    }
  }

  private ScoreReport ofRun(Checkpoint checkpoint, GanConfig config) throws IOException {
    String source = config.data().source();
    Datasets.Packed packed = images(config);
    PackedImages training = packed.training();
    Datasets.requireSame(training, checkpoint, source);
    requireEnough(training.count(), source);
    List<Real> reals = new ArrayList<>(List.of(new Real(RealSet.TRAINING, source, training)));
    if (packed.holdout().count() >= Scores.LEAST_IMAGES) {
      reals.add(new Real(RealSet.HOLDOUT, source, packed.holdout()));
    }
    if (against != null) {
      reals.add(new Real(RealSet.AGAINST, against, others(config, against)));
    }
    Device device = machine.find();
    try (ImageGenerator generator =
            ImageGenerator.of(checkpoint, config.training().precision(), device);
        FeatureExtractor extractor = features.open(training, cache.scores(), device);
        ClassReader reader =
            generator.classes() > 0 ? ClassReader.of(training, cache.scores(), device) : null) {
      GeneratedImages made =
          new GeneratedImages(generator, training, count == null ? USUAL_COUNT : count);
      return new Scoring(extractor, reader, cache.scores(), console)
          .of(Scored.of(checkpoint), made, reals);
    }
  }

  private Datasets.Packed images(GanConfig config) throws IOException {
    try (ImageSource source = ImageSource.open(config.data())) {
      return Datasets.pack(source, config, cache.open(), console);
    }
  }

  /** Returns all images of another source, made to fit as those of the run. */
  private PackedImages others(GanConfig config, String source) throws IOException {
    GanConfig other =
        ConfigLayers.over(config)
            .set("/data/source", source)
            .set("/data/labels", DataOptions.NO_LABELS)
            .set("/data/balance", false)
            .set("/data/holdout", 0)
            .set("/data/subset", 0)
            .toConfig();
    PackedImages images = images(other).training();
    requireEnough(images.count(), source);
    return images;
  }

  private static void requireEnough(int count, String source) throws IOException {
    if (count < Scores.LEAST_IMAGES) {
      throw new IOException(
          "%s: to score, at least %d images are needed, found %d"
              .formatted(source, Scores.LEAST_IMAGES, count));
    }
  }

  /** Returns what is wrong with images and the options for them. */
  private List<String> problemsOf(String images) {
    List<String> problems = new ArrayList<>(shape.problems());
    problems.addAll(OptionNames.named(DataOptions.of(images).problems(), "IMAGES"));
    if (GeneratorFile.isName(images)) {
      problems.add(
          "IMAGES: must be images, got the exported generator %s; generate makes images with it"
              .formatted(images));
    }
    if (against == null) {
      problems.add("--against: must say what %s is compared with".formatted(images));
    }
    if (moved.data != null) {
      problems.add("--data: is for runs, got images: " + images);
    }
    if (moved.labels != null) {
      problems.add("--labels: is for runs, got images: " + images);
    }
    return problems;
  }

  private List<String> problems() {
    int least = Scores.LEAST_IMAGES;
    return new Problems()
        .addAll(machine.problems())
        .require("--count", count == null || count >= least, "at least " + least, count)
        .addAll(
            against == null
                ? List.of()
                : OptionNames.named(DataOptions.of(against).problems(), "--against"))
        .addAll(features.problems())
        .addAll(Folders.problems("--cache", cache.folder()))
        .toList();
  }
}
