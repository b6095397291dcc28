package io.organza.comparison;

import io.organza.speed.Median;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one process measured of one contender. It crosses from process to process as lines of words,
 * the first of which says what the line is.
 */
final class Measurement {

  /** The first steps, whose losses are compared one by one; two of them have penalties. */
  static final int SINGLE_STEPS = 10;

  /** The steps of a chunk, over which losses are averaged and time is taken. */
  static final int CHUNK = 32;

  private static final double NANOS = 1e9;

  /** The adversarial losses of a step, or their means over a chunk. */
  record Losses(double discriminator, double generator) {}

  private final List<Losses> losses = new ArrayList<>();
  private final List<Double> imagesPerSecond = new ArrayList<>();
  private final List<Double> imagesPerProcessorSecond = new ArrayList<>();
  private final List<SortedMap<String, String>> shapes = List.of(new TreeMap<>(), new TreeMap<>());

  /**
   * Trains twice from the beginning, a few steps and then many, and prints the lines.
   *
   * @param chunks of how many the time is taken
   */
  static void take(Contender contender, int chunks, PrintStream out) {
    try (Training training = contender.start(1)) {
      printShapes(training, out);
      training.train(SINGLE_STEPS, (d, g) -> out.println("losses " + d + " " + g));
    }
    try (Training training = contender.start(CHUNK)) {
      Clock clock = new Clock(out);
      training.train(Task.COMPARED_STEPS / CHUNK + chunks, clock);
    }
  }

  private static void printShapes(Training training, PrintStream out) {
    for (int network = 0; network < 2; network++) {
      String prefix = "shape " + network + " ";
      training.shapes().get(network).forEach((name, s) -> out.println(prefix + name + " " + s));
    }
  }

  /** Prints losses while they are compared, then speeds. */
  private static final class Clock implements Training.Listener {

    private final PrintStream out;
    private int chunk;
    private long last;
    private long lastProcessor;

    Clock(PrintStream out) {
      this.out = out;
    }

    @Override
    public void chunk(double discriminatorLoss, double generatorLoss) {
      long now = System.nanoTime();
      long processor = processorNanos();
      if (chunk < Task.COMPARED_STEPS / CHUNK) {
        out.println("losses " + discriminatorLoss + " " + generatorLoss);
      } else {
        double images = CHUNK * Task.batch() * NANOS;
        out.println("speed " + images / (now - last) + " " + images / (processor - lastProcessor));
      }
      chunk++;
      lastProcessor = processorNanos();
      last = System.nanoTime();
    }

    private static long processorNanos() {
      return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
          .getProcessCpuTime();
    }
  }

  /** Adds a line; others than those of {@link #take} are left out. */
  void add(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "shape" -> shapes.get(Integer.parseInt(words[1])).put(words[2], words[3]);
      case "losses" ->
          losses.add(new Losses(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
      case "speed" -> {
        imagesPerSecond.add(Double.parseDouble(words[1]));
        imagesPerProcessorSecond.add(Double.parseDouble(words[2]));
      }
      default -> {}
    }
  }

  /** Returns the speed by the clock, the median over the chunks. */
  double imagesPerSecond() {
    return Median.of(imagesPerSecond);
  }

  /** Returns the speed if the processor had nothing else to do; all threads' time counts. */
  double imagesPerProcessorSecond() {
    return Median.of(imagesPerProcessorSecond);
  }

  /** Returns the losses of a step, counted from 0, below {@link #SINGLE_STEPS}. */
  Losses step(int step) {
    return losses.get(step);
  }

  /** Returns the mean losses of a chunk, counted from 0, of the compared steps. */
  Losses chunk(int chunk) {
    return losses.get(SINGLE_STEPS + chunk);
  }

  /** Returns the shapes of the trained parameters: the generator's, the discriminator's. */
  List<SortedMap<String, String>> shapes() {
    return shapes;
  }
}
