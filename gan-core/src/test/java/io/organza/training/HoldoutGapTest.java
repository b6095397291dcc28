package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.augment.AugmentOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.record.AnyRecord;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldoutGapTest {

  private static final long SEED = 3;
  private static final int BATCH = 4;
  private static final Shape IMAGES = new Shape(BATCH, 3, 8, 8);

  private final Adversaries adversaries =
      new Adversaries(network(NetworkFamily.RESIDUAL), Precision.FP32, SEED, List.of(Device.cpu()));

  private static NetworkOptions network(NetworkFamily family) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(8, 8) : List.of(8);
    return new NetworkOptions(
        family, 8, 8, 3, 4, widths, widths, 1, BlockShape.BASIC, 4, 0, false, 0, false);
  }

  private static TrainingOptions options(int steps) {
    return new TrainingOptions(
        steps * BATCH / 1000.0,
        BATCH,
        Precision.FP32,
        Schedule.constant(1e-3),
        1,
        0,
        Schedule.constant(0.99),
        Schedule.constant(0.1),
        Schedule.constant(0.016),
        0.012,
        AugmentOptions.NONE,
        0,
        0);
  }

  private static final LossOptions LOSS =
      new LossOptions(
          AdversarialLoss.RELATIVISTIC,
          1,
          4,
          true,
          1e-4,
          0,
          L2Form.SUM,
          AdaptiveL2.NONE,
          Clipping.NORM,
          10);

  /** Bright images, or dark ones. */
  private static LongFunction<RealBatch> batches(float mean) {
    return index -> {
      float[] pixels = RandomStream.of(8, Purpose.PICTURE, index).gaussians((int) IMAGES.size());
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = mean + 0.1f * pixels[i];
      }
      return RealBatch.unlabelled(pixels);
    };
  }

  /** So that the discriminator prefers bright images to generated ones. */
  @BeforeEach
  void train() {
    train(adversaries, network(NetworkFamily.RESIDUAL), LOSS);
  }

  private static void train(Adversaries adversaries, NetworkOptions network, LossOptions loss) {
    AdversarialStep step = new AdversarialStep(adversaries, rules(adversaries, network, loss));
    for (long i = 0; i < 40; i++) {
      step.take(batches(0.8f).apply(i));
    }
  }

  @AfterEach
  void close() {
    adversaries.close();
  }

  /** A tick of ten thousand kimg has 2.5 million steps, and a batch for each sixteen of them. */
  @Test
  void aTickThatIsCutShortIsJudgedByAsMuchLess() {
    TrainingOptions options = AnyRecord.with(options(3), "tickKimg", 10_000.0);
    AtomicInteger judged = new AtomicInteger();
    try (TrainingLoop loop =
        new TrainingLoop(
            network(NetworkFamily.RESIDUAL), LOSS, options, SEED, List.of(Device.cpu()))) {
      loop.compare(
          index -> {
            judged.incrementAndGet();
            return batches(0.8f).apply(index);
          },
          batches(0));
      loop.run(batches(0.8f), List.of(), () -> false);
    }
    assertThat(judged).hasValue(1);
  }

  private HoldoutGap gap(LongFunction<RealBatch> training, LongFunction<RealBatch> holdout) {
    StepRules rules = rules(adversaries, network(NetworkFamily.RESIDUAL), LOSS);
    return new HoldoutGap(adversaries, rules, () -> BATCH, training, holdout);
  }

  private static StepRules rules(
      Adversaries adversaries, NetworkOptions network, LossOptions loss) {
    return new StepRules(network, loss, options(1), SEED, adversaries.state());
  }

  private NDArray fakes(NDManager scope, long index) {
    return fakes(adversaries, scope, index);
  }

  private static NDArray fakes(Adversaries adversaries, NDManager scope, long index) {
    float[] latents = RandomStream.of(SEED, Purpose.GAP_LATENTS, index).gaussians(BATCH * 4);
    return adversaries.generator().forward(scope.create(latents, new Shape(BATCH, 4)), false);
  }

  private double judge(NDArray images) {
    return adversaries.discriminator().forward(images, false).mean().getFloat();
  }

  @Test
  void imagesThatAreKnownAsWellLeaveNoGap() {
    assertThat(gap(batches(0.8f), batches(0.8f)).measure(3)).isZero();
  }

  @Test
  void imagesThatAreTakenForFakesLeaveAWholeOne() {
    LongFunction<RealBatch> fakes =
        index ->
            Torch.unrecorded(
                () -> {
                  try (NDManager scope = adversaries.manager().newSubManager()) {
                    return RealBatch.unlabelled(fakes(scope, index).toFloatArray());
                  }
                });
    assertThat(gap(batches(0.8f), fakes).measure(3)).isCloseTo(1, within(1e-6));
    assertThat(gap(fakes, batches(0.8f)).measure(3)).isNaN();
  }

  /** Of 33 steps two batches are taken, the last ones; both ticks weigh the same. */
  @Test
  void itIsTheFormulaOfTheMeansOverTicks() {
    HoldoutGap gap = gap(batches(0.8f), batches(0.3f));
    gap.measure(1);
    double measured = gap.measure(33);

    double[] means = new double[3];
    Torch.unrecorded(
        () -> {
          try (NDManager scope = adversaries.manager().newSubManager()) {
            long[] indices = {39, 38, 39};
            double[] weights = {0.5, 0.25, 0.25};
            for (int i = 0; i < indices.length; i++) {
              float[] trained = batches(0.8f).apply(indices[i]).pixels();
              float[] unseen = batches(0.3f).apply(indices[i]).pixels();
              means[0] += weights[i] * judge(scope.create(trained, IMAGES));
              means[1] += weights[i] * judge(scope.create(unseen, IMAGES));
              means[2] += weights[i] * judge(fakes(scope, indices[i]));
            }
          }
          return means;
        });
    assertThat(measured).isCloseTo((means[0] - means[1]) / (means[0] - means[2]), within(1e-5));
  }

  /**
   * The generator climbs the mean of both judgements by their shares, so that one counts. One is of
   * how varied images are, which tells how many were computed at once.
   */
  @ParameterizedTest
  @ValueSource(ints = {4, 3, 2})
  void ofTwoJudgementsItIsThatOfTheirMeanInMicroBatches(int atOnce) {
    NetworkOptions strided = network(NetworkFamily.STRIDED);
    LossOptions loss = AnyRecord.with(LOSS, "variety", 0.3);
    try (Adversaries both = new Adversaries(strided, Precision.FP32, SEED, List.of(Device.cpu()))) {
      train(both, strided, loss);
      StepRules rules = rules(both, strided, loss);
      double measured =
          new HoldoutGap(both, rules, () -> atOnce, batches(0.8f), batches(0.3f)).measure(1);

      double expected =
          Torch.unrecorded(
              () -> {
                try (NDManager scope = both.manager().newSubManager()) {
                  long index = both.state().steps() - 1;
                  NDArray trained = scope.create(batches(0.8f).apply(index).pixels(), IMAGES);
                  NDArray unseen = scope.create(batches(0.3f).apply(index).pixels(), IMAGES);
                  double real = judge(both, trained, atOnce);
                  return (real - judge(both, unseen, atOnce))
                      / (real - judge(both, fakes(both, scope, index), atOnce));
                }
              });
      assertThat(measured).isCloseTo(expected, within(1e-5));
    }
  }

  private static double judge(Adversaries adversaries, NDArray images, int atOnce) {
    double sum = 0;
    for (int from = 0; from < BATCH; from += atOnce) {
      int to = Math.min(BATCH, from + atOnce);
      sum += (to - from) * judge(adversaries, images.get(from + ":" + to));
    }
    return sum / BATCH;
  }

  private static double judge(Adversaries adversaries, NDArray images) {
    NDArray means = adversaries.discriminator().forward(images, false).mean(new int[] {0});
    return 0.7 * means.getFloat(0) + 0.3 * means.getFloat(1);
  }

  @Test
  void itLeavesNothingBehind() {
    int before = adversaries.manager().getManagedArrays().size();
    adversaries.manager().cap();
    gap(batches(0.8f), batches(0.3f)).measure(40);
    assertThat(adversaries.manager().getManagedArrays()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void theTrainingIsTheSameWithAndWithoutIt(NetworkFamily family) {
    List<Double> gaps = new ArrayList<>();
    assertThat(end(family, true, gaps)).isEqualTo(end(family, false, new ArrayList<>()));
    assertThat(gaps).hasSize(3);
  }

  private static Map<String, ByteBuffer> end(
      NetworkFamily family, boolean compared, List<Double> gaps) {
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public void ticked(TrainingState state, TickReport report) {
            gaps.add(report.gap());
          }
        };
    try (TrainingLoop loop =
        new TrainingLoop(network(family), LOSS, options(9), SEED, Device.cpu())) {
      if (compared) {
        loop.compare(batches(0.8f), batches(0.3f));
      }
      loop.run(batches(0.8f), List.of(observer), () -> false);
      Map<String, ByteBuffer> tensors = new TreeMap<>();
      loop.state()
          .tensors()
          .forEach((name, array) -> tensors.put(name, ByteBuffer.wrap(array.toByteArray())));
      return tensors;
    }
  }
}
