package io.organza.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Gathers what steps measured, and every so many images reports the means. */
final class Ticker {

  private static final double NANOS = 1e9;

  private final Cadence cadence;
  private final long begin = System.nanoTime();
  private final IntToDoubleFunction gap;
  private final List<Measured> steps = new ArrayList<>();
  private long tickBegin = begin;
  private long imagesBefore;

  /**
   * Begins the first tick.
   *
   * @param images how many were shown before
   * @param gap measures {@link TickReport#gap}, given the steps of a tick
   */
  Ticker(TrainingOptions options, long images, IntToDoubleFunction gap) {
    cadence = new Cadence(options.tickKimg(), options.batch());
    imagesBefore = images;
    this.gap = gap;
  }

  /** Adds what a step measured; returns the tick's report if it is over at so many images. */
  Optional<TickReport> add(Measured step, long images) {
    steps.add(step);
    return cadence.isDue(images) ? Optional.of(end(images, cadence.steps())) : Optional.empty();
  }

  /** Ends the tick before it is over, if it has any steps. */
  Optional<TickReport> end(long images) {
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(end(images, Math.min(cadence.steps(), steps.size())));
  }

  private TickReport end(long images, int gapSteps) {
    double measured = gap.applyAsDouble(gapSteps);
    long now = System.nanoTime();
    TickReport report = report(images, (now - begin) / NANOS, (now - tickBegin) / NANOS, measured);
    restart(images);
    return report;
  }

  /** Forgets the steps since the last tick, which the training went back behind. */
  void restart(long images) {
    steps.clear();
    tickBegin = System.nanoTime();
    imagesBefore = images;
  }

  private TickReport report(long images, double seconds, double tickSeconds, double measured) {
    Measured last = steps.get(steps.size() - 1);
    return new TickReport(
        images,
        seconds,
        (images - imagesBefore) / tickSeconds,
        mean(Measure.DISCRIMINATOR_LOSS),
        mean(Measure.GENERATOR_LOSS),
        mean(Measure.R1),
        mean(Measure.R2),
        mean(Measure.DISCRIMINATOR_GRADIENT),
        mean(Measure.GENERATOR_GRADIENT),
        mean(Measure.DISCRIMINATOR_CLIPPED),
        mean(Measure.GENERATOR_CLIPPED),
        mean(Measure.WEIGHT_PENALTY),
        mean(Measure.WEIGHT_PENALTY_SHARE),
        mean(Measure.REAL_LOGITS),
        mean(Measure.FAKE_LOGITS),
        mean(Measure.VARIETY),
        last.get(Measure.LEARNING_RATE),
        mean(Measure.PAIR_SIGN),
        last.get(Measure.AUGMENT_PROBABILITY),
        last.get(Measure.LAMBDA),
        measured);
  }

  /** The mean over the steps that have the value; NaN if none has. */
  private double mean(Measure measure) {
    return steps.stream()
        .mapToDouble(step -> step.get(measure))
        .filter(v -> !Double.isNaN(v))
        .average()
        .orElse(Double.NaN);
  }
}
