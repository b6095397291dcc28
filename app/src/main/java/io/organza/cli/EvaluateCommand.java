package io.organza.cli;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import io.organza.metric.ClassReader;
import io.organza.metric.FeatureExtractor;
import io.organza.metric.Features;
import io.organza.metric.FloatCache;
import io.organza.metric.GeneratedImages;
import io.organza.metric.ImageFeatures;
import io.organza.metric.ImageSet;
import io.organza.metric.Neighbourhoods;
import io.organza.metric.Reference;
import io.organza.metric.Scores;
import io.organza.metric.SlicedWasserstein;
import io.organza.sampling.ImageGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organza evaluate}: says how good a generator is. */
@Command(
    name = "evaluate",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Scores what a run makes against the images that it learned from.",
    footer = {
      "",
      "Examples: organza evaluate",
      "          organza evaluate 00003-photos-tiny/best --count 50000",
      "          organza evaluate --against path/to/test-photos",
      "          organza evaluate --count 50000 --features inception-2015-12-05.pt"
    })
final class EvaluateCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images to make, with the seeds 0, 1, ...; default: 10000.")
  int count = 10_000;

  @Option(
      names = "--against",
      paramLabel = "DATA",
      description =
          "Other images to compare with too, such as a test set; made to fit as the run's.")
  @Nullable String against;

  @Mixin MovedOptions moved = new MovedOptions();
  @Mixin FeatureOptions features = new FeatureOptions();
  @Mixin CheckpointOptions chosen = new CheckpointOptions();
  @Mixin CacheOption cache = new CacheOption();
  @Mixin MachineOptions machine = new MachineOptions();
  @Mixin TalkOptions talk = new TalkOptions();

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    talk.apply(console);
    UsageException.check(problems());
    Checkpoint checkpoint = chosen.find(console).checkpoint();
    GanConfig config = moved.over(checkpoint.config());
    return machine.whileStarting(
        () -> {
          Datasets.Packed images = images(config);
          Datasets.requireSame(images.training(), checkpoint, config.data().source());
          requireEnough(images.training(), config.data().source());
          PackedImages others = against == null ? null : others(config, against);
          Device device = machine.find();
          try (ImageGenerator generator =
              ImageGenerator.of(checkpoint, config.training().precision(), device)) {
            evaluate(generator, images, others, device);
          }
          return ExitCodes.DONE;
        });
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
            .toConfig();
    PackedImages images = images(other).training();
    requireEnough(images, source);
    return images;
  }

  private static void requireEnough(PackedImages images, String source) throws IOException {
    if (images.count() < Scores.LEAST_IMAGES) {
      throw new IOException(
          "%s: to score, at least %d images are needed, found %d"
              .formatted(source, Scores.LEAST_IMAGES, images.count()));
    }
  }

  private void evaluate(
      ImageGenerator generator,
      Datasets.Packed images,
      @Nullable PackedImages others,
      Device device)
      throws IOException {
    PackedImages training = images.training();
    PackedImages holdout = images.holdout();
    FloatCache kept = cache.scores();
    if (Math.min(count, training.count()) < Scores.MANY_IMAGES) {
      console.warn(
          "%d images are few: the Frechet distance is too large, and differs by chance"
              .formatted(Math.min(count, training.count())));
    }
    GeneratedImages generated = new GeneratedImages(generator, training, count);
    Neighbourhoods squares = new Neighbourhoods(training.shape(), count);
    try (FeatureExtractor extractor = features.open(training, kept, device);
        ClassReader reader =
            generator.classes() > 0 ? ClassReader.of(training, kept, device) : null) {
      List<ImageFeatures> kinds = new ArrayList<>(List.of(extractor, squares));
      if (reader != null) {
        kinds.add(reader);
      }
      List<Features> made = made(generated, kinds);
      console.result("features     " + extractor.name());
      compare(extractor, squares, made, training, "that were trained on");
      if (holdout.count() >= Scores.LEAST_IMAGES) {
        compare(extractor, squares, made, holdout, "that were held out");
      }
      if (others != null) {
        compare(extractor, squares, made, others, "in " + against);
      }
      if (reader != null) {
        double asAskedFor = ClassReader.accuracy(made.get(2), generated::classOf);
        console.result(ScoreReport.line(reader, asAskedFor));
      }
    }
  }

  /** Returns the features of the generated images, of each kind. */
  private List<Features> made(GeneratedImages generated, List<ImageFeatures> kinds) {
    try (ProgressLine bar = new ProgressLine(console, "Generating", "images", count)) {
      return generated.features(kinds, bar::stepTo);
    }
  }

  /** Tells how near generated images, of which it is given both features, are to real ones. */
  private void compare(
      FeatureExtractor extractor,
      Neighbourhoods squares,
      List<Features> made,
      PackedImages real,
      String kind)
      throws IOException {
    Reference reference = Reference.of(extractor, real, Reference.USUAL_IMAGES, cache.scores());
    console.result("%d images against %d %s".formatted(count, real.count(), kind));
    ScoreReport.lines(Scores.of(made.get(0), reference)).forEach(console::result);
    console.result(
        ScoreReport.line(SlicedWasserstein.between(made.get(1), squares, ImageSet.of(real))));
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(machine.problems());
    if (count < Scores.LEAST_IMAGES) {
      problems.add("--count: must be at least %d, got %d".formatted(Scores.LEAST_IMAGES, count));
    }
    if (against != null) {
      DataOptions.of(against).problems().stream()
          .map(problem -> OptionNames.named(problem, "--against"))
          .forEach(problems::add);
    }
    problems.addAll(features.problems());
    problems.addAll(Folders.problems("--cache", cache.folder()));
    return problems;
  }
}
