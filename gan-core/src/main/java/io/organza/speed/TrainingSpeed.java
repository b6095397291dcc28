package io.organza.speed;

import ai.djl.Device;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.training.RealBatch;
import io.organza.training.Schedule;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingOptions;
import io.organza.training.TrainingState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How fast a training is on this machine, between sheets and checkpoints: networks of its shape are
 * trained on stripes for a while and thrown away.
 *
 * <p>Owns the networks until it is closed. Confined to the thread that measures.
 */
public final class TrainingSpeed implements AutoCloseable {

  private static final double NANOS = 1e9;
  private static final int FEWEST_STEPS = 3;
  private static final double LONGEST_STEP = 2;

  /** The seconds that an estimate is worth. */
  private static final double ENOUGH = 4;

  /** Two rounds from penalties to penalties are enough for one measurement. */
  private static final long ROUNDS = 2;

  private final int batch;
  private final int penaltyEvery;
  private final RealBatch images;
  private final TrainingLoop loop;
  private final Clock clock = new Clock();

  private TrainingSpeed(
      NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    batch = training.batch();
    penaltyEvery = loss.penaltyEvery();
    images = stripes(network, batch);
    // There are no images to see a gap by, and a step takes as long.
    loop = new TrainingLoop(network, loss.withFixedL2(), training, 0, device);
  }

  /** Prepares a training with steps of so many images. */
  public static TrainingSpeed of(
      NetworkOptions network,
      LossOptions loss,
      TrainingOptions training,
      int batch,
      Device device) {
    return new TrainingSpeed(network, loss, endless(training, batch), device);
  }

  /**
   * Prepares a training whose steps take two seconds at most, or little more: with fewer images
   * than asked for, if need be. On a CPU the time of a step grows with its images.
   */
  public static TrainingSpeed ofShortSteps(
      NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    int batch = training.batch();
    if (!device.isGpu()) {
      // The first steps of a process are slow: its operations are prepared in them.
      oneByOne(network, loss, training, device);
      double images = LONGEST_STEP * oneByOne(network, loss, training, device);
      batch = Math.min(batch, (int) Math.max(1, images));
    }
    return of(network, loss, training, batch, device);
  }

  /** Returns the images per second in steps of one. */
  private static double oneByOne(
      NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    try (TrainingSpeed one = of(network, loss, training, 1, device)) {
      one.measure(0);
      return one.imagesPerSecond();
    }
  }

  /** Returns how many images a second a training is shown, by some seconds of short steps. */
  public static double imagesPerSecond(
      NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    try (TrainingSpeed few = ofShortSteps(network, loss, training, device)) {
      few.measure(ENOUGH);
      return few.imagesPerSecond();
    }
  }

  /**
   * Prepares a training of which nearly nothing but its calls is left: as many operations, on
   * networks of one channel and on as few pixels as they can have, for two images.
   */
  public static TrainingSpeed ofCalls(
      NetworkOptions network, LossOptions loss, TrainingOptions training, Device device) {
    List<Integer> narrow = Collections.nCopies(network.generatorWidths().size(), 1);
    NetworkOptions least =
        new NetworkOptions(
            network.family(),
            network.height() / network.stemHeight(),
            network.width() / network.stemWidth(),
            network.channels(),
            1,
            narrow,
            narrow,
            network.blocksPerStage(),
            network.blockShape(),
            network.groupSize(),
            network.classes(),
            network.generatorNoise(),
            network.smoothedStages(),
            network.modulated());
    return of(least, loss, training, 2, device);
  }

  /**
   * Takes steps for about so many seconds: at least three, at most two rounds of penalties. May be
   * called again and again.
   */
  public void measure(double seconds) {
    long begin = System.nanoTime();
    long first = loop.state().steps();
    loop.run(
        step -> images,
        List.of(clock),
        () -> {
          long steps = loop.state().steps() - first;
          boolean late = (System.nanoTime() - begin) / NANOS >= seconds;
          return steps >= FEWEST_STEPS && (late || steps > ROUNDS * penaltyEvery);
        });
  }

  /** Returns the images of a step. */
  public int batch() {
    return batch;
  }

  /** Returns the seconds of a step: of its two kinds, with penalties and without, the medians. */
  public double secondsPerStep() {
    double plain = clock.plain.isEmpty() ? 0 : clock.median(clock.plain);
    return (clock.median(clock.penalised) + (penaltyEvery - 1) * plain) / penaltyEvery;
  }

  /** Returns how many images a second are shown. */
  public double imagesPerSecond() {
    return batch / secondsPerStep();
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Returns images whose values do not matter, all of the first class if there are any. */
  private static RealBatch stripes(NetworkOptions network, int batch) {
    float[] pixels = new float[batch * network.channels() * network.height() * network.width()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 7 / 3f - 1;
    }
    return new RealBatch(pixels, new int[network.classes() == 0 ? 0 : batch]);
  }

  /** Returns the options without an end or ticks, and a rate at which nothing can diverge. */
  private static TrainingOptions endless(TrainingOptions training, int batch) {
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
        training.augment(),
        training.microBatch(),
        training.generatorDropout());
  }

  /** Takes the time of each step, apart by whether it has penalties. */
  private final class Clock implements TrainingObserver {

    final List<Double> penalised = new ArrayList<>();
    final List<Double> plain = new ArrayList<>();
    private long last;

    @Override
    public void started(TrainingState state) {
      last = System.nanoTime();
    }

    @Override
    public void stepped(TrainingState state) {
      long now = System.nanoTime();
      boolean hasPenalty = (state.steps() - 1) % penaltyEvery == 0;
      (hasPenalty ? penalised : plain).add((now - last) / NANOS);
      last = now;
    }

    /** The first of several warms up. */
    double median(List<Double> seconds) {
      return Median.of(seconds.size() > 1 ? seconds.subList(1, seconds.size()) : seconds);
    }
  }
}
