package io.organza.comparison;

import com.sun.management.OperatingSystemMXBean;
import io.organza.speed.Median;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two ways to take the step with the same build of PyTorch, which can live in one process, by turns
 * of a chunk: where others use the machine too, turns of seconds are disturbed alike, which turns
 * of minutes are not.
 */
final class Pair implements AutoCloseable {

  private static final double NANOS_PER_MILLISECOND = 1e6;

  private final List<Training> trainings;

  Pair(Contender first, Contender second) {
    trainings = List.of(first.start(Measurement.CHUNK), second.start(Measurement.CHUNK));
  }

  /**
   * Prints how long the processor takes for a step of each, chunk by chunk, and the median of the
   * ratios.
   *
   * @param chunks of how many the time is taken, after those that warm up
   */
  void compare(int chunks, PrintStream out) {
    int warmUp = Task.COMPARED_STEPS / Measurement.CHUNK;
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < warmUp + chunks; i++) {
      // The one that begins is not always the same.
      double[] times = new double[2];
      times[i % 2] = processorMilliseconds(trainings.get(i % 2));
      times[1 - i % 2] = processorMilliseconds(trainings.get(1 - i % 2));
      String warming = i < warmUp ? "warming up, " : "";
      out.printf(Locale.ROOT, "%s%.2f ms and %.2f ms a step%n", warming, times[0], times[1]);
      if (i >= warmUp) {
        ratios.add(times[0] / times[1]);
      }
    }
    out.printf(Locale.ROOT, "The first takes %.3f times as long%n", Median.of(ratios));
  }

  private static double processorMilliseconds(Training training) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long before = system.getProcessCpuTime();
    training.train(1, (d, g) -> {});
    return (system.getProcessCpuTime() - before) / NANOS_PER_MILLISECOND / Measurement.CHUNK;
  }

  @Override
  public void close() {
    trainings.forEach(Training::close);
  }
}
