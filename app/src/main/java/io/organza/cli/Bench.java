package io.organza.cli;

import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.cli.BenchReport.Generation;
import io.organza.cli.BenchReport.PresetSpeed;
import io.organza.cli.BenchReport.SizedSpeed;
import io.organza.cli.BenchReport.Training;
import io.organza.data.PackedImages;
import io.organza.data.RealBatches;
import io.organza.sampling.ImageGenerator;
import io.organza.speed.GenerationSpeed;
import io.organza.speed.Roofline;
import io.organza.speed.StepArithmetic;
import io.organza.speed.TrainingSpeed;
import io.organza.torch.ComputeThreads;
import io.organza.torch.Precision;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures one thing after the other, each in its share of the time. Where sides are compared they
 * take turns, so that a disturbance meets all of them.
 */
final class Bench {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final double NANOS = 1e9;
  private static final List<Precision> PRECISIONS = List.of(Precision.values());
  private static final int ROUNDS = 3;

  /** How much faster a batch must be to be chosen: the preset's is a part of its recipe. */
  private static final double WORTH = 1.1;

  private final Preset preset;
  private final GanConfig config;
  private final Device device;
  private final double seconds;
  private final Consumer<String> progress;

  /**
   * Prepares the measurement.
   *
   * @param config of the preset at the chosen resolution
   * @param seconds about how long to measure
   * @param progress is told what comes next, and may end it all by an exception
   */
  Bench(Preset preset, GanConfig config, Device device, double seconds, Consumer<String> progress) {
    this.preset = preset;
    this.config = config;
    this.device = device;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param images any images of the configuration's shape
   * @param others the presets whose speed is measured too
   * @param threads the numbers of threads to compare; none if there is no choice
   */
  BenchReport run(PackedImages images, List<Preset> others, List<Integer> threads) {
    int present = ComputeThreads.count();
    long begin = System.nanoTime();
    long computed = SYSTEM.getProcessCpuTime();
    int batch = shortBatch();
    StepArithmetic step =
        StepArithmetic.of(config.network(), config.loss(), config.training().gamma().from() > 0);
    progress.accept("Convolutions of %s alone".formatted(Choices.word(preset)));
    Roofline roofline = Roofline.measure(step, batch, PRECISIONS, device, 0.2 * seconds);
    progress.accept("Training with %s".formatted(Choices.word(preset)));
    List<Training> training = training(batch, roofline, gatherSeconds(images, batch));
    Precision precision =
        training.stream()
            .max(Comparator.comparingDouble(Training::imagesPerSecond))
            .orElseThrow()
            .precision();
    List<PresetSpeed> presets = presets(batch, training, others);
    double share =
        (double) (SYSTEM.getProcessCpuTime() - computed) / (System.nanoTime() - begin) / present;
    List<SizedSpeed> byThreads = byThreads(batch, precision, threads);
    ComputeThreads.use(present);
    List<SizedSpeed> byBatch = byBatch(batch, precision);
    progress.accept("Generation");
    List<Generation> generation = generation(present);
    return new BenchReport(
        Versions.byName(),
        DeviceChoice.name(device),
        present,
        preset,
        config.network().width(),
        config.network().height(),
        batch,
        share,
        step.flopsPerImage(),
        roofline.rates(),
        training,
        presets,
        generation,
        byThreads,
        byBatch,
        new BenchReport.Choice(
            precision,
            best(byThreads, present, 1),
            best(byBatch, config.training().batch(), WORTH)));
  }

  /** Returns the batch, or as many images as a step of two seconds has. */
  private int shortBatch() {
    try (TrainingSpeed few =
        TrainingSpeed.ofShortSteps(config.network(), config.loss(), config.training(), device)) {
      return few.batch();
    }
  }

  private List<Training> training(int batch, Roofline roofline, double dataSeconds) {
    try (Sides steps = new Sides();
        Sides calls = new Sides()) {
      for (Precision precision : PRECISIONS) {
        steps.add(speed(config, precision, batch));
        GanConfig precise = in(config, precision);
        calls.add(
            TrainingSpeed.ofCalls(precise.network(), precise.loss(), precise.training(), device));
      }
      steps.measure(0.25 * seconds);
      calls.measure(0.03 * seconds);
      List<Training> all = new ArrayList<>();
      for (int i = 0; i < PRECISIONS.size(); i++) {
        all.add(
            new Training(
                PRECISIONS.get(i),
                steps.get(i).imagesPerSecond(),
                steps.get(i).secondsPerStep(),
                roofline.secondsPerStep(PRECISIONS.get(i)),
                calls.get(i).secondsPerStep(),
                dataSeconds));
      }
      return all;
    }
  }

  /** Returns what was measured of the preset, and measures others too. */
  private List<PresetSpeed> presets(int batch, List<Training> training, List<Preset> others) {
    List<PresetSpeed> speeds = new ArrayList<>();
    for (Training one : training) {
      speeds.add(new PresetSpeed(preset, one.precision(), batch, one.imagesPerSecond()));
    }
    for (Preset other : others) {
      progress.accept("Training with %s".formatted(Choices.word(other)));
      GanConfig usual =
          other.config(
              config.data(),
              config.network().height(),
              config.network().width(),
              config.network().channels());
      try (Sides sides = new Sides()) {
        for (Precision precision : PRECISIONS) {
          GanConfig precise = in(usual, precision);
          sides.add(
              TrainingSpeed.ofShortSteps(
                  precise.network(), precise.loss(), precise.training(), device));
        }
        sides.measure(0.06 * seconds);
        for (int i = 0; i < PRECISIONS.size(); i++) {
          TrainingSpeed side = sides.get(i);
          speeds.add(
              new PresetSpeed(other, PRECISIONS.get(i), side.batch(), side.imagesPerSecond()));
        }
      }
    }
    return speeds;
  }

  private List<SizedSpeed> byThreads(int batch, Precision precision, List<Integer> threads) {
    if (threads.isEmpty()) {
      return List.of();
    }
    progress.accept("Training with other threads");
    try (Sides sides = new Sides()) {
      threads.forEach(count -> sides.add(speed(config, precision, batch)));
      for (int turn = 0; turn < ROUNDS * threads.size(); turn++) {
        int side = turn % threads.size();
        ComputeThreads.use(threads.get(side));
        sides.get(side).measure(0.15 * seconds / ROUNDS / threads.size());
      }
      return sides.speeds(threads);
    }
  }

  /** Compares the preset's batch with half and twice as many images, if a step of it is short. */
  private List<SizedSpeed> byBatch(int batch, Precision precision) {
    if (batch < config.training().batch()) {
      return List.of();
    }
    progress.accept("Training with other batches");
    try (Sides sides = new Sides()) {
      List<Integer> sizes = List.of(Math.max(1, batch / 2), batch, 2 * batch);
      sizes.forEach(size -> sides.add(speed(config, precision, size)));
      sides.measure(0.15 * seconds);
      return sides.speeds(sizes);
    }
  }

  private List<Generation> generation(int threads) {
    List<Generation> speeds = new ArrayList<>();
    for (Precision precision : PRECISIONS) {
      try (ImageGenerator generator = new ImageGenerator(config.network(), precision, device)) {
        speeds.add(
            new Generation(
                precision, GenerationSpeed.imagesPerSecond(generator, threads, 0.03 * seconds)));
      }
    }
    return speeds;
  }

  /** Returns the seconds in which one thread gathers the images of a step. */
  private double gatherSeconds(PackedImages images, int batch) {
    try (RealBatches batches = new RealBatches(images, batch, true, false, 0)) {
      batches.batch(0);
      long begin = System.nanoTime();
      double passed = 0;
      int count = 0;
      while (passed < 0.01 * seconds) {
        batches.batch(++count);
        passed = (System.nanoTime() - begin) / NANOS;
      }
      return passed / count;
    }
  }

  private TrainingSpeed speed(GanConfig config, Precision precision, int batch) {
    GanConfig precise = in(config, precision);
    return TrainingSpeed.of(precise.network(), precise.loss(), precise.training(), batch, device);
  }

  private static GanConfig in(GanConfig config, Precision precision) {
    return ConfigLayers.over(config).set("/training/precision", precision).toConfig();
  }

  /** Returns the fastest size, or the usual one if that is not faster by the given factor. */
  private static int best(List<SizedSpeed> speeds, int usual, double worth) {
    SizedSpeed best = null;
    for (SizedSpeed speed : speeds) {
      double value = speed.imagesPerSecond() * (speed.size() == usual ? worth : 1);
      if (best == null || value > best.imagesPerSecond()) {
        best = new SizedSpeed(speed.size(), value);
      }
    }
    return best == null ? usual : best.size();
  }

  /** Trainings that are compared. */
  private static final class Sides implements AutoCloseable {

    private final List<TrainingSpeed> all = new ArrayList<>();

    void add(TrainingSpeed side) {
      all.add(side);
    }

    TrainingSpeed get(int index) {
      return all.get(index);
    }

    /** Measures in some rounds, or in one if that takes all the time. */
    void measure(double seconds) {
      long begin = System.nanoTime();
      do {
        all.forEach(side -> side.measure(seconds / ROUNDS / all.size()));
      } while ((System.nanoTime() - begin) / NANOS < seconds);
    }

    /** Returns the speed of each side, which is of the size that has its place. */
    List<SizedSpeed> speeds(List<Integer> sizes) {
      List<SizedSpeed> speeds = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        speeds.add(new SizedSpeed(sizes.get(i), all.get(i).imagesPerSecond()));
      }
      return speeds;
    }

    @Override
    public void close() {
      all.forEach(TrainingSpeed::close);
    }
  }
}
