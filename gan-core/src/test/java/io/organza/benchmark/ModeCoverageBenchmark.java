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
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Counts the modes of {@link ShapeModes} that a generator covers after some minutes: {@code ./mvnw
 * test -pl gan-core -Dtest=ModeCoverageBenchmark -Dtest.threads=2}.
 */
class ModeCoverageBenchmark {

  /** How long it trains instead of as long as each test says, if given. */
  private static final String MINUTES = "organza.benchmark.minutes";

  private static final int SAMPLES_AT_ONCE = 2500;
  private static final ShapeModes FEW = new ShapeModes(5);
  private static final ShapeModes MANY = new ShapeModes(10);

  private final GanConfig tiny =
      Preset.TINY.config(DataOptions.of("shapes"), ShapeModes.SIDE, ShapeModes.SIDE, 3);

  /**
   * What a generator covers.
   *
   * @param modes the modes of which there is a sample
   * @param divergence Kullback-Leibler divergence of the modes' frequencies from equal ones, in
   *     nats
   */
  private record Coverage(int modes, double divergence) {}

  @Test
  void theDefaultLossCoversNearlyAllModes() {
    Coverage coverage = afterMinutes(5, FEW, 5000, "default", tiny.loss(), tiny.training().gamma());
    assertThat(coverage.modes).isGreaterThanOrEqualTo(120);
  }

  @Test
  void theDefaultLossCoversAllOfAFew() {
    coversAll(FEW);
  }

  @Test
  void theDefaultLossCoversAllOfAThousand() {
    coversAll(MANY);
  }

  private void coversAll(ShapeModes set) {
    Coverage coverage =
        afterMinutes(30, set, 25_600, "default", tiny.loss(), tiny.training().gamma());
    assertThat(coverage.modes).isEqualTo(set.count());
    assertThat(coverage.divergence).isLessThan(0.08);
  }

  @Test
  void withoutR2() {
    LossOptions loss = loss(tiny.loss().adversarial());
    afterMinutes(5, FEW, 5000, "default without R2", loss, tiny.training().gamma());
  }

  @Test
  void nonSaturatingWithoutPenalties() {
    LossOptions loss = loss(AdversarialLoss.NON_SATURATING);
    afterMinutes(5, FEW, 5000, "non-saturating without R1 and R2", loss, Schedule.constant(0));
  }

  /** Returns the preset's losses with another adversarial one, without R2. */
  private LossOptions loss(AdversarialLoss adversarial) {
    LossOptions d = tiny.loss();
    return new LossOptions(
        adversarial,
        d.variety(),
        d.penaltyEvery(),
        false,
        d.l2(),
        d.l1(),
        d.l2Form(),
        d.adaptiveL2(),
        d.clip(),
        d.clipAt());
  }

  private TrainingOptions training(Precision precision, Schedule gamma) {
    TrainingOptions options = tiny.training();
    return new TrainingOptions(
        1e6,
        options.batch(),
        precision,
        options.learningRate(),
        options.generatorRate(),
        options.beta1(),
        options.beta2(),
        gamma,
        options.emaKimg(),
        options.tickKimg(),
        options.augment(),
        0,
        0);
  }

  private Coverage afterMinutes(
      double usual, ShapeModes set, int samples, String name, LossOptions loss, Schedule gamma) {
    Precision precision = Precision.fastest(Device.cpu());
    TrainingOptions options = training(precision, gamma);
    double minutes = Double.parseDouble(System.getProperty(MINUTES, Double.toString(usual)));
    long end = System.nanoTime() + (long) (minutes * 60e9);
    try (TrainingLoop loop = new TrainingLoop(tiny.network(), loss, options, 0, Device.cpu());
        ImageGenerator generator = new ImageGenerator(tiny.network(), precision, Device.cpu())) {
      loop.run(
          step -> RealBatch.unlabelled(set.batch(options.batch(), step)),
          List.of(),
          () -> System.nanoTime() > end);
      generator.load(loop.state().average());
      String after = name + ", " + loop.state().images() / 1000 + " kimg";
      return coverage(after, set, generator, samples);
    }
  }

  private static Coverage coverage(
      String name, ShapeModes set, ImageGenerator generator, int samples) {
    int[] found = new int[set.count()];
    for (int from = 0; from < samples; from += SAMPLES_AT_ONCE) {
      int to = Math.min(samples, from + SAMPLES_AT_ONCE);
      for (BufferedImage image : generator.generate(LongStream.range(from, to).toArray())) {
        byte[] levels = Pixels.toLevels(image, 3);
        float[] pixels = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
          pixels[i] = Pixels.toFloat(levels[i]);
        }
        int mode = set.mode(pixels);
        if (mode >= 0) {
          found[mode]++;
        }
      }
    }
    int recognised = IntStream.of(found).sum();
    int modes = (int) IntStream.of(found).filter(count -> count > 0).count();
    double divergence = 0;
    for (int count : found) {
      double share = (double) count / recognised;
      divergence += count == 0 ? 0 : share * Math.log(share * found.length);
    }
    System.out.printf(
        "%-44s modes %4d of %d   divergence %.3f   recognised %.1f%% of %d%n",
        name, modes, found.length, divergence, 100.0 * recognised / samples, samples);
    return new Coverage(modes, divergence);
  }
}
