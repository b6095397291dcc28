package io.organza.speed;

import ai.djl.Device;
import io.organza.torch.Convolution;
import io.organza.torch.Convolution.Pass;
import io.organza.torch.ConvolutionProbe;
import io.organza.torch.Precision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long the convolutions of a step take if nothing but they are computed: the bound of training
 * with them.
 *
 * @param rates each pass of each convolution in each precision that was measured
 */
public record Roofline(List<Rate> rates) {

  private static final double NANOS = 1e9;
  private static final int FEWEST_ROUNDS = 3;

  /** A sample takes at least so many seconds: long against the clock and against a call. */
  private static final double SAMPLE = 0.004;

  private static final int MOST_TIMES = 50;

  /**
   * The speed of a pass of a convolution.
   *
   * @param times how often it is computed at a step, on average
   * @param seconds what it takes for the images of a step, the median
   * @param flops floating-point operations a second
   */
  public record Rate(
      Convolution convolution,
      Pass pass,
      Precision precision,
      double times,
      double seconds,
      double flops) {}

  /**
   * Measures the convolutions of a step of so many images, in about so many seconds. Each pass is
   * computed again and again on the same arrays; the precisions take turns, so that a disturbance
   * meets both.
   */
  public static Roofline measure(
      StepArithmetic step, int batch, List<Precision> precisions, Device device, double seconds) {
    List<Rate> rates = new ArrayList<>();
    double each = seconds / (step.passes().size() * Pass.values().length);
    step.passes()
        .forEach(
            (convolution, times) -> {
              Map<Precision, ConvolutionProbe> probes = new EnumMap<>(Precision.class);
              try {
                for (Precision precision : precisions) {
                  probes.put(
                      precision, new ConvolutionProbe(convolution, batch, precision, device));
                }
                for (Pass pass : Pass.values()) {
                  medians(probes, pass, each)
                      .forEach(
                          (precision, median) ->
                              rates.add(
                                  new Rate(
                                      convolution,
                                      pass,
                                      precision,
                                      times.of(pass),
                                      median,
                                      batch * convolution.flops() / median)));
                }
              } finally {
                probes.values().forEach(ConvolutionProbe::close);
              }
            });
    return new Roofline(List.copyOf(rates));
  }

  private static Map<Precision, Double> medians(
      Map<Precision, ConvolutionProbe> probes, Pass pass, double seconds) {
    List<Sampled> sides = new ArrayList<>();
    probes.forEach((precision, probe) -> sides.add(Sampled.of(precision, probe, pass)));
    long begin = System.nanoTime();
    for (int round = 0;
        round < FEWEST_ROUNDS || (System.nanoTime() - begin) / NANOS < seconds;
        round++) {
      for (Sampled side : sides) {
        side.samples.add(side.probe.seconds(pass, side.times));
      }
    }
    Map<Precision, Double> medians = new EnumMap<>(Precision.class);
    sides.forEach(side -> medians.put(side.precision, Median.of(side.samples)));
    return medians;
  }

  /** A probe, how often it is run for a sample, and the samples. */
  private record Sampled(
      Precision precision, ConvolutionProbe probe, int times, List<Double> samples) {

    static Sampled of(Precision precision, ConvolutionProbe probe, Pass pass) {
      probe.seconds(pass, 1); // The first one also prepares its kernel.
      int times = (int) Math.ceil(SAMPLE / probe.seconds(pass, 1));
      return new Sampled(precision, probe, Math.min(MOST_TIMES, times), new ArrayList<>());
    }
  }

  /** Returns the seconds of all convolutions of a step. */
  public double secondsPerStep(Precision precision) {
    return rates.stream()
        .filter(rate -> rate.precision == precision)
        .mapToDouble(rate -> rate.times * rate.seconds)
        .sum();
  }
}
