package io.organza.cli;

import ai.djl.TrainingDivergedException;
import ai.djl.ndarray.NDArray;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.augment.AugmentOptions;
import io.organza.checkpoint.RunLock;
import io.organza.data.PackedImages;
import io.organza.data.RealBatches;
import io.organza.metric.FloatCache;
import io.organza.metric.Judge;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.SampleWriter;
import io.organza.training.Cadence;
import io.organza.training.RealBatch;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingOptions;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Wires a training: the loop, the images, the files of the run and the terminal. */
final class TrainingSession {

  private static final double NANOS = 1e9;
  private static final String STOPPING =
      "Stopping after this step; once more leaves at once, without a checkpoint.";

  private final TrainingPlan plan;
  private final IoSupplier<RunDirectory> opening;
  private final NextCommands next;
  private final FloatCache scoreCache;
  private final Console console;

  /**
   * Prepares a training.
   *
   * @param opening makes the folders of the run when it is about to write
   */
  TrainingSession(
      TrainingPlan plan,
      IoSupplier<RunDirectory> opening,
      NextCommands next,
      FloatCache scoreCache,
      Console console) {
    this.plan = plan;
    this.opening = opening;
    this.next = next;
    this.scoreCache = scoreCache;
    this.console = console;
  }

  /** Trains until the goal is reached or somebody asks to stop; returns the exit code. */
  int run() throws IOException {
    try (StopSignals stop = new StopSignals(console, STOPPING)) {
      return run(stop);
    }
  }

  /** As above; who asks to stop is told so by whoever listens to the signals. */
  int run(StopSignals stop) throws IOException {
    GanConfig config = plan.config();
    TrainingOptions training = config.training();
    if (config.loss().adaptiveL2().enabled() && plan.holdout().count() == 0) {
      throw new UsageException(
          "--l2: adaptive needs images that are set aside, and --holdout %s%% leaves none"
              .formatted(Format.number(config.data().holdout())));
    }
    console.say(plan.machine());
    try (TrainingLoop loop = newLoop(plan);
        ImageGenerator generator =
            new ImageGenerator(config.network(), training.precision(), plan.device());
        RealBatches batches = batches(plan.images(), config.data().balance(), config.seed());
        RealBatches seen = batches(plan.images(), false, ~config.seed());
        RealBatches unseen = batches(plan.holdout(), false, ~config.seed())) {
      if (plan.holdout().count() > 0) {
        loop.compare(index -> batch(seen, index), index -> batch(unseen, index));
      }
      plan.origin().restore(loop.state());
      RunDirectory run = opening.get();
      RunLock lock = null;
      boolean begun = false;
      try {
        lock = RunLock.acquire(run.checkpoints());
        plan.origin().requireLatest(run.store());
        begin(run, loop.state());
        begun = true;
        console.say(summary(plan, run.name(), loop.state()));
        plan.otherMachine()
            .ifPresent(line -> console.say("Goes on with " + line + ": the last bits may differ"));
        return train(run, loop, batches, generator, stop);
      } finally {
        if (lock != null) {
          lock.close();
        }
        if (!begun && plan.origin().isNewRun()) {
          discard(run);
        }
      }
    }
  }

  private void discard(RunDirectory run) {
    try {
      run.discard();
    } catch (IOException e) {
      console.warn("cannot remove the run that did not begin: " + Failures.describe(e));
    }
  }

  private RealBatches batches(PackedImages images, boolean balance, long seed) {
    GanConfig config = plan.config();
    return new RealBatches(
        images, config.training().batch(), config.data().mirror(), balance, seed);
  }

  /** Creates the networks of a plan. */
  static TrainingLoop newLoop(TrainingPlan plan) {
    GanConfig config =
        ConfigLayers.over(plan.config()).set("/training/kimg", plan.goal().loopKimg()).toConfig();
    return new TrainingLoop(
        config.network(), config.loss(), config.training(), config.seed(), plan.devices());
  }

  /** Returns what is trained on what. */
  static String summary(TrainingPlan plan, String name, TrainingState state) {
    String begin = state.images() == 0 ? "" : " from kimg " + Format.kimg(state.images());
    AugmentOptions augment = plan.config().training().augment();
    String augmented =
        augment.transforms().isEmpty() ? "" : "; augmented: " + AugmentChoice.describe(augment);
    return "%s: %d images of %s at %s; generator %s, discriminator %s parameters; %s%s%s"
        .formatted(
            name,
            plan.images().count(),
            plan.config().data().source(),
            plan.images().shape(),
            Format.count(parameters(state, "generator")),
            Format.count(parameters(state, "discriminator")),
            plan.goal(),
            begin,
            augmented);
  }

  static long parameters(TrainingState state, String group) {
    return state.group(group).values().stream().mapToLong(NDArray::size).sum();
  }

  /** Writes what the run is and what it learns from; a new one can be resumed from now on. */
  private void begin(RunDirectory run, TrainingState state) throws IOException {
    plan.settings().write(run.checkpoints());
    if (plan.origin().isNewRun()) {
      run.store().save(plan.config(), state, plan.provenance());
    }
    console.logTo(run.log());
    console.note(plan.config().toJson());
    if (plan.origin().isNewRun()) {
      RunImages.drawReals(plan.images(), run.samples());
      RunImages.warn(plan.images(), console);
    }
    RunImages.reportSkipped(plan.images(), run.samples(), console);
  }

  private int train(
      RunDirectory run,
      TrainingLoop loop,
      RealBatches batches,
      ImageGenerator generator,
      StopSignals stop)
      throws IOException {
    RunSettings settings = plan.settings();
    Goal goal = plan.goal();
    SampleWriter samples =
        new SampleWriter(
            generator,
            run.samples(),
            new Cadence(settings.sampleEvery(), plan.config().training().batch()),
            (file, e) -> console.warn("cannot write " + file + ": " + Failures.describe(e)));
    StatsWriter stats = new StatsWriter(run.stats(), console);
    long begin = System.nanoTime();
    boolean stopped;
    try (CheckpointObserver checkpoints =
            new CheckpointObserver(run, plan.config(), plan.provenance(), settings, console);
        ScoreObserver scores = scores(run, loop.state(), generator, stats, checkpoints);
        ConsoleObserver screen = new ConsoleObserver(console, goal, plan.config().loss())) {
      try {
        loop.run(
            step -> batch(batches, step),
            List.of(samples, checkpoints, scores, stats, screen),
            () -> stop.requested() || goal.isTimeUp(seconds(begin)) || scores.isExhausted());
      } catch (TrainingDivergedException e) {
        saveLastGood(checkpoints, run, loop.state(), e);
        throw e;
      }
      stopped = stop.requested();
      tell(scores, seconds(begin));
    }
    return conclude(run, loop.state(), stopped, seconds(begin));
  }

  /** Saves the state, which is the last good one again; that it diverged counts, whatever comes. */
  private void saveLastGood(
      CheckpointObserver checkpoints,
      RunDirectory run,
      TrainingState state,
      TrainingDivergedException diverged) {
    try {
      checkpoints.finished(state);
      console.say("The last good state is saved in " + run.checkpoints());
    } catch (UncheckedIOException e) {
      diverged.addSuppressed(e);
      console.warn(
          "the last good state is not saved: "
              + Failures.describe(Objects.requireNonNull(e.getCause())));
    }
  }

  private ScoreObserver scores(
      RunDirectory run,
      TrainingState state,
      ImageGenerator generator,
      StatsWriter stats,
      CheckpointObserver checkpoints)
      throws IOException {
    RunSettings settings = plan.settings();
    ScoreHistory history = ScoreHistory.read(run.stats(), state.images());
    RealSet against = RealSet.usual(plan.holdout().count());
    history.keepOnly(against, Judge.FEATURES);
    PackedImages real = against == RealSet.HOLDOUT ? plan.holdout() : plan.images();
    boolean scored = settings.scoreEvery() > 0 && real.count() >= Judge.LEAST_IMAGES;
    if (scored && against == RealSet.TRAINING && plan.holdout().count() > 0) {
      console.say(
          "Scores are against the images trained on, for %d held out are fewer than %d"
              .formatted(plan.holdout().count(), RealSet.ENOUGH_IMAGES));
    }
    return new ScoreObserver(
        () -> Judge.of(plan.images(), real, scoreCache, plan.device()),
        against,
        generator,
        run,
        history,
        stats,
        checkpoints,
        scored ? new Cadence(settings.scoreEvery(), plan.config().training().batch()) : null,
        settings.stopAfter(),
        console);
  }

  private void tell(ScoreObserver scores, double seconds) {
    String summary = scores.summary(seconds);
    if (!summary.isEmpty()) {
      console.say("Scores: " + summary);
    }
    if (scores.isExhausted()) {
      String kimg = Format.number(plan.settings().stopAfter());
      console.say("Stops: no better score for %s kimg".formatted(kimg));
    }
  }

  private RealBatch batch(RealBatches batches, long step) {
    float[] pixels = batches.batch(step);
    return plan.config().network().conditional()
        ? new RealBatch(pixels, batches.labels(step))
        : RealBatch.unlabelled(pixels);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / NANOS;
  }

  private int conclude(RunDirectory run, TrainingState state, boolean stopped, double seconds) {
    String kimg = Format.kimg(state.images());
    if (stopped) {
      console.say("Stopped at kimg " + kimg);
      console.result(
          state.images() == 0 ? "Nothing was learned yet" : "Go on with: " + next.resume(run));
      return ExitCodes.INTERRUPTED;
    }
    console.say("Done: kimg %s, %s".formatted(kimg, Format.time(seconds)));
    console.result("Samples:     " + run.samples());
    console.result("Checkpoints: " + run.checkpoints());
    console.result("Next:        " + next.generate(run));
    BetterCheckpoint.of(run, state.images())
        .ifPresent(
            better -> console.result("Best:        " + better + ": " + next.generateBest(run)));
    return ExitCodes.DONE;
  }
}
