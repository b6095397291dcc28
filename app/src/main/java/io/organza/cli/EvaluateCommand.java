package io.organza.cli;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.cli.ScoreReport.RealSet;
import io.organza.cli.ScoreReport.Scored;
import io.organza.cli.Scoring.Real;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import io.organza.metric.ClassReader;
import io.organza.metric.FeatureExtractor;
import io.organza.metric.GeneratedImages;
import io.organza.metric.Scores;
import io.organza.record.RecordJson;
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
      "          organza evaluate 00003-photos-tiny/best --count 50000 --json > scores.json",
      "          organza evaluate --against path/to/test-photos",
      "          organza evaluate --count 50000 --features inception-2015-12-05.pt"
    })
final class EvaluateCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--against",
      paramLabel = "DATA",
      description =
          "Other images to compare with too, such as a test set; made to fit as the run's.")
  @Nullable String against;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images to make, with the seeds 0, 1, ...; default: 10000.")
  int count = 10_000;

  @Option(names = "--json", description = "Print all scores, and what they are of, as JSON.")
  boolean json;

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
    return machine.whileStarting(() -> tell(ofRun(checkpoint, config)));
  }

  private int tell(ScoreReport report) {
    if (json) {
      console.result(RecordJson.writeFinite(report).strip());
    } else {
      ScoreText.lines(report).forEach(console::result);
    }
    return ExitCodes.DONE;
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
      GeneratedImages made = new GeneratedImages(generator, training, count);
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
