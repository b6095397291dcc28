package io.organza.training;

import ai.djl.Device;
import ai.djl.TrainingDivergedException;
import ai.djl.engine.EngineException;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.record.Problems;
import io.organza.torch.OutOfMemory;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Trains a generator and a discriminator against each other, step by step, and tells observers.
 *
 * <p>Owns the networks until it is closed. Confined to the thread that runs it.
 */
public final class TrainingLoop implements AutoCloseable {

  private final Adversaries adversaries;
  private final StepRules rules;
  private final AdversarialStep step;
  private @Nullable HoldoutGap gap;

  /**
   * Creates networks with the initial weights of the seed.
   *
   * @param device where to compute
   * @throws IllegalArgumentException if the options have problems, or ask for micro-batches where
   *     the networks normalise batches; the message says which
   */
  public TrainingLoop(
      NetworkOptions network, LossOptions loss, TrainingOptions options, long seed, Device device) {
    this(network, loss, options, seed, List.of(device));
  }

  /**
   * As above, on several devices: each computes its share of the batch with its own copy of the
   * networks, at the same time, and the first learns from the sum of their gradients. Only the last
   * bits of the result depend on how many there are.
   *
   * @throws IllegalArgumentException as above, or if there are several devices and the networks
   *     normalise batches, or a batch has fewer images than there are devices
   */
  public TrainingLoop(
      NetworkOptions network,
      LossOptions loss,
      TrainingOptions options,
      long seed,
      List<Device> devices) {
    new Problems()
        .addAll(network.problems())
        .addAll(loss.problems())
        .addAll(options.problems())
        .check();
    if (options.microBatch() > 0 && network.family().normalisesBatches()) {
      throw new IllegalArgumentException(
          "networks that normalise batches take them as a whole, got micro-batches of "
              + options.microBatch());
    }
    if (devices.size() > 1 && network.family().normalisesBatches()) {
      throw new IllegalArgumentException(
          "networks that normalise batches compute on one device, got " + devices.size());
    }
    if (devices.size() > options.batch()) {
      throw new IllegalArgumentException(
          "devices must be at most the batch of %d, got %d"
              .formatted(options.batch(), devices.size()));
    }
    adversaries = new Adversaries(network, options.precision(), seed, devices);
    rules = new StepRules(network, loss, options, seed, adversaries.state());
    step = new AdversarialStep(adversaries, rules);
  }

  /** Returns all that training changes. */
  public TrainingState state() {
    return adversaries.state();
  }

  /**
   * Compares, at each tick, what the discriminator thinks of training images and of others: see
   * {@link TickReport#gap}. That changes nothing of the training, unless the loss is to follow it.
   *
   * @param training batches of training images, by any number from 0: not the steps' own
   * @param holdout batches, of the same size, of images that are never trained on
   */
  public void compare(LongFunction<RealBatch> training, LongFunction<RealBatch> holdout) {
    gap = new HoldoutGap(adversaries, rules, step::mostAtOnce, training, holdout);
  }

  /**
   * Trains from the present state until the options' length is reached or a stop is asked for.
   *
   * <p>The state at the beginning and at each tick is kept. If training diverges, it goes back
   * there, and goes on with half the learning rate for a while and with other latents. If memory
   * runs out, it goes back there too, and computes half as many images at once, if the networks
   * allow it: that changes the last bits alone.
   *
   * @param batches the real images of each step, counted from 0
   * @param stop asked before each step
   * @throws IllegalArgumentException if there are not as many images as the options say, or not as
   *     many labels as the networks ask for, or one is no class of theirs
   * @throws IllegalStateException if the loss is to follow the gap and {@link #compare} was not
   *     called
   * @throws TrainingDivergedException if that does not help either; the state is the one that was
   *     kept last
   */
  public void run(
      LongFunction<RealBatch> batches,
      List<? extends TrainingObserver> observers,
      BooleanSupplier stop) {
    if (rules.loss().adaptiveL2().enabled() && gap == null) {
      throw new IllegalStateException("adaptive l2 follows the gap: call compare before run");
    }
    TrainingOptions options = rules.options();
    TrainingState state = state();
    try (LastGoodState lastGood = new LastGoodState(state, options.batch())) {
      observers.forEach(observer -> observer.started(state));
      Ticker ticker = new Ticker(options, state.images(), this::measureGap);
      while (state.images() < options.kimg() * 1000 && !stop.getAsBoolean()) {
        Measured measured = take(batches, observers, lastGood, ticker);
        if (!measured.isFinite()) {
          recovered(lastGood.goBack(), observers, ticker);
          continue;
        }
        Optional<TickReport> tick = ticker.add(measured, state.images());
        if (tick.isPresent()) {
          adaptLambda(); // Before anybody saves the state.
        }
        observers.forEach(observer -> observer.stepped(state));
        if (tick.isPresent()) {
          lastGood.update();
          observers.forEach(observer -> observer.ticked(state, tick.get()));
        }
      }
      ticker
          .end(state.images())
          .ifPresent(tick -> observers.forEach(observer -> observer.ticked(state, tick)));
      observers.forEach(observer -> observer.finished(state));
    }
  }

  /** Returns the gap after a tick, of so many steps if it is whole; NaN if none is measured. */
  private double measureGap(int steps) {
    return gap == null ? Double.NaN : gap.measure(steps);
  }

  /** Moves an adaptive lambda by the gap of the last tick; a fixed one forgets how far it moved. */
  private void adaptLambda() {
    LossOptions loss = rules.loss();
    AdaptiveL2 adaptive = loss.adaptiveL2();
    TrainingProgress progress = state().progress();
    double decades = 0;
    if (adaptive.enabled() && gap != null) {
      boolean isWide = gap.isAbove(adaptive.target());
      decades = adaptive.move(loss.l2(), progress.l2Decades(), isWide, rules.options().tickKimg());
    }
    state().setProgress(progress.withL2Decades(decades));
  }

  /**
   * Takes the next step; if memory runs out, in smaller micro-batches, from the last good state on.
   */
  private Measured take(
      LongFunction<RealBatch> batches,
      List<? extends TrainingObserver> observers,
      LastGoodState lastGood,
      Ticker ticker) {
    while (true) {
      try {
        return step.take(batches.apply(state().steps()));
      } catch (EngineException e) {
        int microBatch = OutOfMemory.isCauseOf(e) ? step.halve() : 0;
        if (microBatch == 0) {
          throw e;
        }
        lastGood.restore();
        recovered(new Recovery.OutOfMemory(state().images(), microBatch), observers, ticker);
      }
    }
  }

  private void recovered(
      Recovery recovery, List<? extends TrainingObserver> observers, Ticker ticker) {
    ticker.restart(recovery.backTo());
    observers.forEach(observer -> observer.recovered(state(), recovery));
  }

  @Override
  public void close() {
    step.close();
    adversaries.close();
  }
}
