package io.organza.cli;

import io.organza.Preset;
import io.organza.speed.Roofline;
import io.organza.torch.Precision;
import java.util.List;
import java.util.Map;

/**
 * What {@code organza bench} measured.
 *
 * @param versions versions by name
 * @param device where was computed
 * @param threads threads on the CPU
 * @param preset whose networks were measured closely
 * @param width of the images, in pixels
 * @param height of the images, in pixels
 * @param batch images of a measured step
 * @param processorShare processor time over time, while convolutions and trainings were measured on
 *     all threads: far below 1 on a CPU, other programs took the rest
 * @param flopsPerImage floating-point operations of the convolutions in a step, for each image
 * @param convolutions each convolution alone
 * @param training the preset's training in each precision
 * @param presets the speed of training for each preset and precision
 * @param generation the speed of the preset's generator in each precision, all threads together
 * @param byThreads the speed of training by the number of threads, empty if there is no choice
 * @param byBatch the speed of training by the images of a step, empty if the preset's take too long
 * @param choice what is best
 */
record BenchReport(
    Map<String, String> versions,
    String device,
    int threads,
    Preset preset,
    int width,
    int height,
    int batch,
    double processorShare,
    double flopsPerImage,
    List<Roofline.Rate> convolutions,
    List<Training> training,
    List<PresetSpeed> presets,
    List<Generation> generation,
    List<SizedSpeed> byThreads,
    List<SizedSpeed> byBatch,
    Choice choice) {

  /**
   * A training in one precision: medians.
   *
   * @param imagesPerSecond images shown a second, if their gathering costs nothing
   * @param secondsPerStep the time of a step
   * @param convolutionSeconds the time that the step's convolutions take alone
   * @param callSeconds the time of a step of as many operations with next to no arithmetic
   * @param dataSeconds the time in which a step's images are gathered, by a thread of its own
   */
  record Training(
      Precision precision,
      double imagesPerSecond,
      double secondsPerStep,
      double convolutionSeconds,
      double callSeconds,
      double dataSeconds) {

    /** Returns what is left of a step: all other operations. */
    double otherSeconds() {
      return secondsPerStep - convolutionSeconds - callSeconds;
    }
  }

  /** The training speed of a preset, from steps of so many images. */
  record PresetSpeed(Preset preset, Precision precision, int batch, double imagesPerSecond) {}

  /** The speed of making images in one precision. */
  record Generation(Precision precision, double imagesPerSecond) {}

  /** The training speed with so many threads, or so many images a step. */
  record SizedSpeed(int size, double imagesPerSecond) {}

  /** What to train with here. */
  record Choice(Precision precision, int threads, int batch) {}
}
