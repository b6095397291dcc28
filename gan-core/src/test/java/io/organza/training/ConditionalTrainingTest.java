package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.augment.AugmentOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.Generator;
import io.organza.network.Labels;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trains on flat colours of two classes: red ones, and blue ones, which are a quarter. */
class ConditionalTrainingTest {

  private static final int BATCH = 16;
  private static final int SIDE = 8;
  private static final int PLANE = SIDE * SIDE;

  private static NetworkOptions network(NetworkFamily family) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(16, 16) : List.of(16);
    return new NetworkOptions(
        family, SIDE, SIDE, 3, 4, widths, widths, 1, BlockShape.BASIC, 4, 2, false, 0, false);
  }

  private static TrainingLoop loop(
      NetworkFamily family,
      AdversarialLoss adversarial,
      int penaltyEvery,
      TrainingOptions options) {
    LossOptions loss =
        new LossOptions(
            adversarial,
            0.5,
            penaltyEvery,
            true,
            1e-4,
            0,
            L2Form.SUM,
            AdaptiveL2.NONE,
            Clipping.NORM,
            10);
    return new TrainingLoop(network(family), loss, options, 1, Device.cpu());
  }

  private static TrainingOptions options(int steps, Precision precision) {
    return new TrainingOptions(
        steps * BATCH / 1000.0,
        BATCH,
        precision,
        Schedule.constant(2e-3),
        1,
        0,
        Schedule.constant(0.99),
        Schedule.constant(0.1),
        Schedule.constant(0.2),
        BATCH / 1000.0,
        AugmentOptions.NONE,
        0,
        0);
  }

  private static int label(int image) {
    return image % 4 == 0 ? 1 : 0;
  }

  /** The colour is in channel 0 for class 0 and in channel 2 for class 1, brighter or darker. */
  private static RealBatch batch(long step) {
    RandomStream random = RandomStream.of(9, Purpose.PICTURE, step);
    float[] pixels = new float[BATCH * 3 * PLANE];
    Arrays.fill(pixels, -0.8f);
    int[] labels = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = label(i);
      int begin = (i * 3 + 2 * labels[i]) * PLANE;
      Arrays.fill(pixels, begin, begin + PLANE, 0.2f + 0.6f * (float) random.nextDouble());
    }
    return new RealBatch(pixels, labels);
  }

  private static RealBatch swapped(long step) {
    RealBatch batch = batch(step);
    return new RealBatch(batch.pixels(), Arrays.stream(batch.labels()).map(l -> 1 - l).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "RESIDUAL, RELATIVISTIC, FP32",
    "RESIDUAL, RELATIVISTIC, BF16",
    "RESIDUAL, NON_SATURATING, FP32",
    "DCGAN, NON_SATURATING, FP32"
  })
  void imagesGetTheColourOfTheClassThatIsAskedFor(
      NetworkFamily family, AdversarialLoss adversarial, Precision precision) {
    try (TrainingLoop loop = loop(family, adversarial, 8, options(200, precision))) {
      loop.run(ConditionalTrainingTest::batch, List.of(), () -> false);

      assertThat(redness(family, loop.state(), 0)).allSatisfy(r -> assertThat(r).isPositive());
      assertThat(redness(family, loop.state(), 1)).allSatisfy(r -> assertThat(r).isNegative());
    }
  }

  /** Returns by how much red is above blue, in each of 64 images of a class. */
  private static List<Float> redness(NetworkFamily family, TrainingState state, int label) {
    NetworkOptions network = network(family);
    List<Float> redness = new ArrayList<>();
    try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Generator generator = new Generator(network, Precision.FP32, 0);
      generator.initialize(scope);
      Torch.copyAll(new NDList(generator.tensors().values()), new NDList(state.average().values()));
      float[] latents = RandomStream.of(3, Purpose.SAMPLE_LATENTS, 0).gaussians(64 * 4);
      int[] labels = new int[64];
      Arrays.fill(labels, label);
      NDArray z = scope.create(latents, new Shape(64, 4));
      NDArray classes = Labels.of(scope, labels, 64, network);
      NDArray images = Torch.unrecorded(() -> generator.forward(z, classes, false));
      float[] means = images.reshape(-1, PLANE).mean(new int[] {1}).toFloatArray();
      for (int i = 0; i < 64; i++) {
        redness.add(means[3 * i] - means[3 * i + 2]);
      }
    }
    return redness;
  }

  /** Else the penalties would be those of another image's class, or of none. */
  @Test
  void thePenaltiesDependOnTheClasses() {
    try (TrainingLoop trained =
            loop(
                NetworkFamily.RESIDUAL,
                AdversarialLoss.RELATIVISTIC,
                8,
                options(60, Precision.FP32));
        TrainingLoop right =
            loop(
                NetworkFamily.RESIDUAL,
                AdversarialLoss.RELATIVISTIC,
                1,
                options(1, Precision.FP32));
        TrainingLoop wrong =
            loop(
                NetworkFamily.RESIDUAL,
                AdversarialLoss.RELATIVISTIC,
                1,
                options(1, Precision.FP32))) {
      trained.run(ConditionalTrainingTest::batch, List.of(), () -> false);
      TickReport rightTick = stepFrom(trained.state(), right, batch(7));
      TickReport wrongTick = stepFrom(trained.state(), wrong, swapped(7));

      assertThat(rightTick.r1()).isPositive();
      assertThat(Math.abs(rightTick.r1() / wrongTick.r1() - 1)).isGreaterThan(0.05);
      assertThat(rightTick.realLogits()).isGreaterThan(wrongTick.realLogits());
    }
  }

  private static TickReport stepFrom(TrainingState state, TrainingLoop loop, RealBatch batch) {
    Torch.copyAll(
        new NDList(loop.state().tensors().values()), new NDList(state.tensors().values()));
    List<TickReport> ticks = new ArrayList<>();
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public void ticked(TrainingState state, TickReport report) {
            ticks.add(report);
          }
        };
    loop.run(step -> batch, List.of(observer), () -> false);
    return ticks.get(0);
  }

  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void stepsLeaveNothingBehind(NetworkFamily family) {
    LossOptions loss =
        new LossOptions(
            AdversarialLoss.RELATIVISTIC,
            0.5,
            2,
            true,
            1e-4,
            0,
            L2Form.SUM,
            AdaptiveL2.NONE,
            Clipping.NORM,
            10);
    NetworkOptions network = network(family);
    try (Adversaries adversaries =
            new Adversaries(network, Precision.BF16, 1, List.of(Device.cpu()));
        AdversarialStep step =
            new AdversarialStep(
                adversaries,
                new StepRules(network, loss, options(3, Precision.BF16), 1, adversaries.state()))) {
      int before = adversaries.manager().getManagedArrays().size();
      adversaries.manager().cap(); // Whatever a step attaches to it from here on is an error.
      for (int i = 0; i < 3; i++) {
        step.take(batch(i));
      }
      assertThat(adversaries.manager().getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void labelsThatDoNotFitEndTheTrainingBeforeTheStep() {
    RealBatch good = batch(0);
    int[] bad = good.labels().clone();
    bad[3] = 2;
    try (TrainingLoop loop =
        loop(NetworkFamily.RESIDUAL, AdversarialLoss.RELATIVISTIC, 8, options(2, Precision.FP32))) {
      assertRefused(loop, RealBatch.unlabelled(good.pixels()), "labels must be 16 for 16 images");
      assertRefused(loop, new RealBatch(good.pixels(), bad), "below 2, got 2");
      assertThat(loop.state().steps()).isZero();
    }
  }

  private static void assertRefused(TrainingLoop loop, RealBatch batch, String why) {
    assertThatThrownBy(() -> loop.run(step -> batch, List.of(), () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
