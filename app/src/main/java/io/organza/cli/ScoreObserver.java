package io.organza.cli;

import ai.djl.engine.EngineException;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointException;
import io.organza.checkpoint.CheckpointPaths;
import io.organza.metric.Judge;
import io.organza.sampling.ImageGenerator;
import io.organza.torch.ScriptTrace;
import io.organza.training.Cadence;
import io.organza.training.Recovery;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Scores the averaged generator once in a while, and has the best one kept. */
final class ScoreObserver implements TrainingObserver, AutoCloseable {

  private static final double NANOS = 1e9;

  private final IoSupplier<Judge> judges;
  private final RealSet against;
  private final ImageGenerator generator;
  private final RunDirectory run;
  private final ScoreHistory history;
  private final StatsWriter writer;
  private final CheckpointObserver checkpoints;
  private final @Nullable Cadence cadence;
  private final double stopAfter;
  private final Console console;
  private @Nullable Judge judge;
  private boolean failed;
  private long imagesAtLast = -1;
  private long images;
  private double seconds;

  /**
   * Creates an observer that has not scored anything.
   *
   * @param judges prepares a judge, which takes seconds: only when there is something to judge
   * @param against what the judge compares with
   * @param history the scores so far
   * @param cadence null for no scores
   * @param stopAfter thousands of images without a better score that are enough; 0 for no end
   */
  ScoreObserver(
      IoSupplier<Judge> judges,
      RealSet against,
      ImageGenerator generator,
      RunDirectory run,
      ScoreHistory history,
      StatsWriter writer,
      CheckpointObserver checkpoints,
      @Nullable Cadence cadence,
      double stopAfter,
      Console console) {
    this.judges = judges;
    this.against = against;
    this.generator = generator;
    this.run = run;
    this.history = history;
    this.writer = writer;
    this.checkpoints = checkpoints;
    this.cadence = cadence;
    this.stopAfter = stopAfter;
    this.console = console;
  }

  @Override
  public void started(TrainingState state) {
    images = state.images();
    if (history.isEmpty() && cadence != null) {
      try {
        scoreBest();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void stepped(TrainingState state) {
    images = state.images();
    if (cadence != null && cadence.isDue(images)) {
      score(state);
    }
  }

  /** What was scored after the state that training went back to is of no state that counts. */
  @Override
  public void recovered(TrainingState state, Recovery recovery) {
    images = state.images();
    history.forgetAfter(images);
    imagesAtLast = Math.min(imagesAtLast, images);
  }

  /** Scores what was learned since the last score of this training, if there is one. */
  @Override
  public void finished(TrainingState state) {
    if (imagesAtLast >= 0 && state.images() != imagesAtLast) {
      score(state);
    }
  }

  /** Returns whether the scores became no better for as long as was asked for. */
  boolean isExhausted() {
    return stopAfter > 0 && !failed && imagesAtLast >= 0 && history.isStale(stopAfter);
  }

  /** Returns the curve and what it cost; nothing if there is none. */
  String summary(double trainingSeconds) {
    return history.isEmpty()
        ? ""
        : "%s; scoring took %s of the time"
            .formatted(history, Format.percent(seconds / trainingSeconds));
  }

  /**
   * Scores the checkpoint that is named the best where its score is lost, as without the run's
   * samples: what is to come may be worse.
   */
  private void scoreBest() throws IOException {
    Optional<Path> best = CheckpointPaths.directory(run.best());
    if (best.isEmpty()) {
      return;
    }
    try {
      Checkpoint checkpoint = Checkpoint.open(best.get());
      if (checkpoint.images() <= images) {
        checkpoint.restore("ema", generator.tensors());
        distance(() -> {}).ifPresent(frechet -> note(checkpoint.images(), frechet));
      }
    } catch (CheckpointException e) {
      console.warn("the best checkpoint so far counts no more: " + Failures.describe(e));
    }
  }

  private void score(TrainingState state) {
    distance(() -> generator.load(state.average())).ifPresent(frechet -> add(frechet, state));
  }

  /** Returns the score of what is loaded into the generator; nothing if that fails. */
  private OptionalDouble distance(Runnable load) {
    if (failed) {
      return OptionalDouble.empty();
    }
    long begin = System.nanoTime();
    try {
      if (judge == null) {
        console.note("Preparing to score");
        judge = judges.get();
      }
      load.run();
      return OptionalDouble.of(judge.frechetDistance(generator));
    } catch (IOException e) {
      fail(Failures.describe(e));
    } catch (ArithmeticException | EngineException e) {
      fail(ScriptTrace.reason(e.getMessage()));
    } finally {
      seconds += (System.nanoTime() - begin) / NANOS;
    }
    return OptionalDouble.empty();
  }

  private void fail(String reason) {
    failed = true;
    console.warn("cannot score, and goes on without: " + reason);
  }

  private void note(long scored, double frechet) {
    ScoreHistory.Score score = new ScoreHistory.Score(scored, frechet, against, Judge.FEATURES);
    history.add(score);
    writer.write(score);
  }

  private void add(double frechet, TrainingState state) {
    boolean best = history.best().stream().allMatch(old -> frechet < old.frechet());
    note(state.images(), frechet);
    imagesAtLast = state.images();
    if (best) {
      checkpoints.keepAsBest(state);
    }
    console.progress(
        "Score at kimg %s: Frechet distance %s%s%s"
            .formatted(
                Format.kimg(state.images()),
                Format.measure(frechet),
                against == RealSet.HOLDOUT ? " against the hold-out" : "",
                best ? ", the best so far" : ""));
  }

  @Override
  public void close() {
    if (judge != null) {
      judge.close();
    }
  }
}
