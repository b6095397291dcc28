package io.organza.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/** Gathers the reports of steps, and every so many images reports their means. */
final class Ticker {

  private static final double NANOS = 1e9;

  private final Cadence cadence;
  private final long begin = System.nanoTime();
  private final IntToDoubleFunction gap;
  private final List<StepReport> steps = new ArrayList<>();
  private long tickBegin = begin;
  private long imagesBefore;

  /**
   * Begins the first tick.
   *
   * @param images how many were shown before
   * @param gap measures {@link TickReport#gap}, given the steps of a whole tick
   */
  Ticker(TrainingOptions options, long images, IntToDoubleFunction gap) {
    cadence = new Cadence(options.tickKimg(), options.batch());
    imagesBefore = images;
    this.gap = gap;
  }

  /** Adds a step's report; returns the tick's if it is over at this number of images. */
  Optional<TickReport> add(StepReport step, long images) {
    steps.add(step);
    return cadence.isDue(images) ? end(images) : Optional.empty();
  }

  /** Ends the tick, if it has any steps. */
  Optional<TickReport> end(long images) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    double measured = gap.applyAsDouble(cadence.steps());
    long now = System.nanoTime();
    TickReport report = report(images, (now - begin) / NANOS, (now - tickBegin) / NANOS, measured);
    restart(images);
    return Optional.of(report);
  }

  /** Forgets the steps since the last tick, which the training went back behind. */
  void restart(long images) {
    steps.clear();
    tickBegin = System.nanoTime();
    imagesBefore = images;
  }

  private TickReport report(long images, double seconds, double tickSeconds, double measured) {
    StepReport last = steps.get(steps.size() - 1);
    return new TickReport(
        images,
        seconds,
        (images - imagesBefore) / tickSeconds,
        mean(StepReport::discriminatorLoss),
        mean(StepReport::generatorLoss),
        mean(StepReport::r1),
        mean(StepReport::r2),
        mean(StepReport::discriminatorGradientNorm),
        mean(StepReport::generatorGradientNorm),
        mean(step -> step.discriminatorClipped() ? 1 : 0),
        mean(step -> step.generatorClipped() ? 1 : 0),
        mean(StepReport::weightPenalty),
        mean(StepReport::weightPenaltyShare),
        mean(StepReport::realLogits),
        mean(StepReport::fakeLogits),
        mean(StepReport::fakeVariety),
        last.learningRate(),
        mean(StepReport::pairSign),
        last.augmentProbability(),
        last.lambda(),
        measured);
  }

  /** The mean over the steps that have the value; NaN if none has. */
  private double mean(ToDoubleFunction<StepReport> value) {
    return steps.stream()
        .mapToDouble(value)
        .filter(v -> !Double.isNaN(v))
        .average()
        .orElse(Double.NaN);
  }
}
