package io.organza.cli;

import ai.djl.Device;
import ai.djl.TrainingDivergedException;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.SavedTensor;
import io.organza.metric.Judge;
import io.organza.sampling.ImageGenerator;
import io.organza.speed.Median;
import io.organza.tuning.Measures;
import io.organza.tuning.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains the run of a trial up to the end of its rung, and scores it on the images held out.
 *
 * <p>Owns native memory until it is closed.
 */
final class TrialRunner implements AutoCloseable {

  /** When a training is scored, as parts of its rung's length: all in the second half. */
  private static final double[] MOMENTS = {4 / 6.0, 5 / 6.0, 1};

  private final TunePlan plan;
  private final TuneFolder folder;
  private final List<Datasets.Packed> folds;
  private final CacheOption cache;
  private final Device device;
  private final Console console;
  private final Map<Integer, Judge> judges = new HashMap<>();

  /**
   * Prepares to do trials.
   *
   * @param folds for each fold the images that are trained on and those held out
   */
  TrialRunner(
      TunePlan plan,
      TuneFolder folder,
      List<Datasets.Packed> folds,
      CacheOption cache,
      Device device,
      Console console) {
    this.plan = plan;
    this.folder = folder;
    this.folds = List.copyOf(folds);
    this.cache = cache;
    this.device = device;
    this.console = console;
  }

  /** Returns what the trial came to; nothing if somebody asked to stop. */
  Optional<Measures> run(Trial trial, StopSignals stop) throws IOException {
    RunDirectory run = folder.runs().run(plan.runName(trial));
    try {
      for (double moment : MOMENTS) {
        if (train(trial, run, kimg(trial, moment), stop) == ExitCodes.INTERRUPTED) {
          return Optional.empty();
        }
      }
      return Optional.of(measure(trial, run));
    } catch (TrainingDivergedException | ArithmeticException e) {
      console.warn("%s counts as the worst: %s".formatted(run.name(), e.getMessage()));
      return Optional.of(Measures.DIVERGED);
    }
  }

  /**
   * Returns what is kept of a trial's run of that length: sheets as usual, no scores on what is
   * trained on. After the first moment there are four regular checkpoints at most, and one more
   * whenever somebody asks to stop; those of the moments must all be there in the end.
   */
  static RunSettings settings(double kimg) {
    return new RunSettings(12, Math.max(12, kimg / 12), 4 * MOMENTS.length, 0, 0, 0);
  }

  private double kimg(Trial trial, double moment) {
    return moment * plan.halving().kimg(trial.rung());
  }

  private int train(Trial trial, RunDirectory run, double kimg, StopSignals stop)
      throws IOException {
    GanConfig config = plan.config(trial);
    Datasets.Packed images = folds.get(trial.fold());
    Optional<Checkpoint> latest = latest(run);
    if (latest.filter(checkpoint -> checkpoint.images() >= kimg * 1000).isPresent()) {
      return ExitCodes.DONE;
    }
    Origin origin = Origin.NONE;
    if (latest.isPresent()) {
      Datasets.requireSame(images.training(), latest.get(), config.data().source());
      origin = new Origin(latest.get(), Origin.Kind.RESUMED, List.of());
    }
    TrainingPlan training =
        new TrainingPlan(
            config,
            new Goal(kimg, null),
            settings(kimg(trial, 1)),
            images.training(),
            images.holdout(),
            List.of(device),
            origin);
    try (Console log = Console.unseen()) {
      return new TrainingSession(
              training,
              () -> {
                run.createMissing();
                return run;
              },
              new NextCommands(folder.runs(), cache, new MachineOptions()),
              folder.scores(),
              log)
          .run(stop);
    }
  }

  private Measures measure(Trial trial, RunDirectory run) throws IOException {
    List<Checkpoint> moments = moments(trial, run.store());
    Checkpoint last = moments.isEmpty() ? null : moments.get(moments.size() - 1);
    if (last == null || last.images() < kimg(trial, 1) * 1000) {
      throw new IOException(
          "%s: has no checkpoint of kimg %s, as if it was trained further by other means: remove it"
                  .formatted(run.checkpoints(), Format.number(kimg(trial, 1)))
              + " to train it anew");
    }
    RunStats stats = RunStats.read(run.stats(), last.images());
    return new Measures(
        score(trial, moments),
        weightNorm(last),
        stats.gap(),
        stats.discriminatorGradient(),
        stats.generatorGradient(),
        stats.discriminatorClipped(),
        stats.generatorClipped());
  }

  /** Returns what is left of the rung's moments, the last of them last. */
  private List<Checkpoint> moments(Trial trial, CheckpointStore store) throws IOException {
    return store.entries().stream()
        .map(CheckpointStore.Entry::checkpoint)
        .filter(checkpoint -> checkpoint != null && isOfMoment(trial, checkpoint))
        .sorted(Comparator.comparingLong(Checkpoint::images))
        .toList();
  }

  /**
   * Returns the median of the scores of the rung's moments: a generator has bad ones, and none of
   * them must decide.
   */
  private double score(Trial trial, List<Checkpoint> moments) throws IOException {
    List<Double> scores = new ArrayList<>();
    for (Checkpoint checkpoint : moments) {
      try (ImageGenerator generator =
          ImageGenerator.of(checkpoint, checkpoint.config().training().precision(), device)) {
        scores.add(judge(trial.fold()).frechetDistance(generator));
      }
    }
    return Median.of(scores);
  }

  /** Tells whether it is the first that a step led to at one of the moments. */
  private boolean isOfMoment(Trial trial, Checkpoint checkpoint) {
    long images = checkpoint.images();
    long before = images - checkpoint.config().training().batch();
    return Arrays.stream(MOMENTS)
        .map(moment -> kimg(trial, moment) * 1000)
        .anyMatch(moment -> before < moment && moment <= images);
  }

  private Judge judge(int fold) throws IOException {
    Judge judge = judges.get(fold);
    if (judge == null) {
      console.progress("Preparing to score");
      Datasets.Packed images = folds.get(fold);
      judge =
          folder.alone(
              () -> Judge.of(images.training(), images.holdout(), folder.scores(), device));
      judges.put(fold, judge);
    }
    return judge;
  }

  /** Biases and scales, which no penalty counts, are vectors. */
  private static double weightNorm(Checkpoint checkpoint) throws IOException {
    double squares = 0;
    for (SavedTensor tensor : checkpoint.tensors()) {
      if (tensor.group().equals("generator") && tensor.shape().dimension() > 1) {
        squares += tensor.norm() * tensor.norm();
      }
    }
    return Math.sqrt(squares);
  }

  private Optional<Checkpoint> latest(RunDirectory run) throws IOException {
    return run.store().latest(damaged -> console.warn("damaged: " + damaged.getMessage()));
  }

  @Override
  public void close() {
    judges.values().forEach(Judge::close);
  }
}
