package io.organza.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.image.Pixels;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.LossOptions;
import io.organza.sampling.ImageGenerator;
import io.organza.torch.Precision;
import io.organza.training.RealBatch;
import io.organza.training.Schedule;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingOptions;
import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Counts the modes of {@link ShapeModes} that a generator covers after five minutes: {@code ./mvnw
 * test -pl gan-core -Dtest=ModeCoverageBenchmark}.
 */
class ModeCoverageBenchmark {

  private static final double MINUTES =
      Double.parseDouble(System.getProperty("organza.benchmark.minutes", "5"));
  private static final int SAMPLES = 5000;

  private final GanConfig tiny =
      Preset.TINY.config(DataOptions.of("shapes"), ShapeModes.SIDE, ShapeModes.SIDE, 3);

  @Test
  void theDefaultLossCoversNearlyAllModes() {
    assertThat(covered("default", tiny.loss(), tiny.training())).isGreaterThanOrEqualTo(120);
  }

  @Test
  void withoutR2() {
    LossOptions d = tiny.loss();
    covered(
        "default without R2",
        new LossOptions(
            d.adversarial(),
            d.penaltyEvery(),
            false,
            d.l2(),
            d.l1(),
            d.l2Form(),
            d.adaptiveL2(),
            d.clip(),
            d.clipAt()),
        tiny.training());
  }

  @Test
  void nonSaturatingWithoutPenalties() {
    LossOptions d = tiny.loss();
    covered(
        "non-saturating without R1 and R2",
        new LossOptions(
            AdversarialLoss.NON_SATURATING,
            d.penaltyEvery(),
            false,
            d.l2(),
            d.l1(),
            d.l2Form(),
            d.adaptiveL2(),
            d.clip(),
            d.clipAt()),
        with(tiny.training(), Schedule.constant(0)));
  }

  private static TrainingOptions with(TrainingOptions options, Schedule gamma) {
    return new TrainingOptions(
        options.kimg(),
        options.batch(),
        options.precision(),
        options.learningRate(),
        options.generatorRate(),
        options.beta1(),
        options.beta2(),
        gamma,
        options.emaKimg(),
        options.tickKimg(),
        options.augment());
  }

  private int covered(String name, LossOptions loss, TrainingOptions preset) {
    Precision precision = Precision.fastest(Device.cpu());
    TrainingOptions options =
        new TrainingOptions(
            1e6,
            preset.batch(),
            precision,
            preset.learningRate(),
            preset.generatorRate(),
            preset.beta1(),
            preset.beta2(),
            preset.gamma(),
            preset.emaKimg(),
            preset.tickKimg(),
            preset.augment());
    long end = System.nanoTime() + (long) (MINUTES * 60e9);
    try (TrainingLoop loop = new TrainingLoop(tiny.network(), loss, options, 0, Device.cpu());
        ImageGenerator generator = new ImageGenerator(tiny.network(), precision, Device.cpu())) {
      loop.run(
          step -> RealBatch.unlabelled(ShapeModes.batch(options.batch(), step)),
          List.of(),
          () -> System.nanoTime() > end);
      generator.load(loop.state().group("ema"));
      return report(name, loop.state().images(), generator);
    }
  }

  private static int report(String name, long images, ImageGenerator generator) {
    BitSet modes = new BitSet();
    int recognised = 0;
    for (BufferedImage image : generator.generate(LongStream.range(0, SAMPLES).toArray())) {
      byte[] levels = Pixels.toLevels(image, 3);
      float[] pixels = new float[levels.length];
      for (int i = 0; i < levels.length; i++) {
        pixels[i] = Pixels.toFloat(levels[i]);
      }
      int mode = ShapeModes.mode(pixels);
      if (mode >= 0) {
        modes.set(mode);
        recognised++;
      }
    }
    System.out.printf(
        "%-34s %6d kimg   modes %3d of %d   recognised %5.1f%% of %d%n",
        name,
        images / 1000,
        modes.cardinality(),
        ShapeModes.COUNT,
        100.0 * recognised / SAMPLES,
        SAMPLES);
    return modes.cardinality();
  }
}
