package io.organza.training;

import ai.djl.Device;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import java.util.ArrayList;
import java.util.List;

/** How fast a training would be on this machine: an estimate from a few of its steps. */
public final class Speed {

  private static final double NANOS = 1e9;

  /** The seconds after which no more steps are taken than are needed. */
  private static final double ENOUGH = 4;

  private static final int FEWEST_STEPS = 3;

  private final NetworkOptions network;
  private final LossOptions loss;
  private final TrainingOptions training;
  private final Device device;

  private Speed(NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    this.network = network;
    this.loss = loss;
    this.training = training;
    this.device = device;
  }

  /**
   * Returns how many images a second would be shown, between sheets and checkpoints.
   *
   * <p>Networks of that shape are trained on stripes for some seconds and thrown away. Where a
   * whole step would take much of that time, steps of fewer images are taken: on a CPU the time of
   * a step grows with its images.
   */
  public static double imagesPerSecond(
      NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    Speed speed = new Speed(network, loss, training, device);
    int batch = training.batch();
    if (!device.isGpu()) {
      double image = speed.secondsPerStep(1, 0);
      if (image >= 1) {
        return 1 / image;
      }
      batch = Math.min(batch, (int) (1 / image));
    }
    return batch / speed.secondsPerStep(batch, ENOUGH);
  }

  private double secondsPerStep(int batch, double enough) {
    Clock clock = new Clock(loss.penaltyEvery());
    RealBatch images = stripes(batch);
    try (TrainingLoop loop = new TrainingLoop(network, loss, endless(batch), 0, device)) {
      loop.run(step -> images, List.of(clock), () -> clock.isOver(enough));
    }
    return clock.secondsPerStep();
  }

  /** Returns images whose values do not matter, all of the first class if there are any. */
  private RealBatch stripes(int batch) {
    float[] pixels = new float[batch * network.channels() * network.height() * network.width()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 7 / 3f - 1;
    }
    return new RealBatch(pixels, new int[network.classes() == 0 ? 0 : batch]);
  }

  /** Returns the options without an end or ticks, and a rate at which nothing can diverge. */
  private TrainingOptions endless(int batch) {
    return new TrainingOptions(
        Double.MAX_VALUE,
        batch,
        training.precision(),
        Schedule.constant(0),
        training.generatorRate(),
        training.beta1(),
        training.beta2(),
        training.gamma(),
        training.emaKimg(),
        Double.MAX_VALUE,
        training.augment());
  }

  /** Takes the time of each step, apart by whether it has penalties. */
  private static final class Clock implements TrainingObserver {

    private final int penaltyEvery;
    private final List<Double> penalised = new ArrayList<>();
    private final List<Double> plain = new ArrayList<>();
    private long begin;
    private long last;

    Clock(int penaltyEvery) {
      this.penaltyEvery = penaltyEvery;
    }

    @Override
    public void started(TrainingState state) {
      begin = System.nanoTime();
      last = begin;
    }

    @Override
    public void stepped(TrainingState state) {
      long now = System.nanoTime();
      boolean hasPenalty = (state.steps() - 1) % penaltyEvery == 0;
      (hasPenalty ? penalised : plain).add((now - last) / NANOS);
      last = now;
    }

    /** Two rounds of penalties are enough in any case. */
    boolean isOver(double enough) {
      int steps = penalised.size() + plain.size();
      boolean late = (System.nanoTime() - begin) / NANOS >= enough;
      return steps >= FEWEST_STEPS && (late || steps > 2 * penaltyEvery);
    }

    /** Returns the mean over a round from one step with penalties to the next. */
    double secondsPerStep() {
      return (mean(penalised) + (penaltyEvery - 1) * mean(plain)) / penaltyEvery;
    }

    /** The first of several warms up. */
    private static double mean(List<Double> seconds) {
      return seconds.stream()
          .skip(seconds.size() > 1 ? 1 : 0)
          .mapToDouble(second -> second)
          .average()
          .orElse(0);
    }
  }
}
