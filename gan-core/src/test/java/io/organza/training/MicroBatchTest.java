package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.organza.augment.AugmentOptions;
import io.organza.augment.Transform;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Seven images in micro-batches of three, the last of one; or on several devices. */
class MicroBatchTest {

  private static final int BATCH = 7;
  private static final int MICRO_BATCH = 3;
  private static final NetworkOptions NETWORK =
      new NetworkOptions(
          NetworkFamily.RESIDUAL,
          8,
          8,
          3,
          4,
          List.of(8, 8),
          List.of(8, 8),
          1,
          BlockShape.BASIC,
          4,
          2,
          false,
          0,
          false);

  private static LossOptions loss(AdversarialLoss adversarial, Clipping clip) {
    // A bound that clips, and an L2 penalty that counts and depends on the batch.
    return new LossOptions(
        adversarial, 0.5, 2, true, 0.1, 0, L2Form.HALF_MEAN, AdaptiveL2.NONE, clip, 0.01);
  }

  /** With beta1 0 the first moments are the gradients; at a rate of 0 no weight moves. */
  private static TrainingOptions options(int microBatch, int steps, double rate) {
    AugmentOptions augment =
        AnyRecord.with(AugmentOptions.NONE, "transforms", List.of(Transform.values()));
    return new TrainingOptions(
        steps * BATCH / 1000.0,
        BATCH,
        Precision.FP32,
        Schedule.constant(rate),
        1,
        0,
        Schedule.constant(0.99),
        Schedule.constant(0.1),
        Schedule.constant(0.016),
        BATCH / 1000.0,
        augment,
        microBatch,
        0);
  }

  private static RealBatch batch(long step) {
    RandomStream random = RandomStream.of(9, Purpose.PICTURE, step);
    float[] pixels = new float[BATCH * 3 * 8 * 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.tanh(random.nextGaussian());
    }
    return new RealBatch(pixels, new int[] {0, 1, 1, 0, 1, 0, 0});
  }

  private static TrainingLoop loop(LossOptions loss, TrainingOptions options) {
    return loop(NETWORK, loss, options);
  }

  private static TrainingLoop loop(
      NetworkOptions network, LossOptions loss, TrainingOptions options) {
    return new TrainingLoop(network, loss, options, 1, Device.cpu());
  }

  private static List<TickReport> run(TrainingLoop loop) {
    List<TickReport> ticks = new ArrayList<>();
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public void ticked(TrainingState state, TickReport report) {
            ticks.add(report);
          }
        };
    loop.run(MicroBatchTest::batch, List.of(observer), () -> false);
    return ticks;
  }

  private static Map<String, float[]> gradients(TrainingState state) {
    Map<String, float[]> gradients = new TreeMap<>();
    state
        .tensors()
        .forEach(
            (name, array) -> {
              if (name.contains("-adam/") && name.contains("first")) {
                gradients.put(name, array.toFloatArray());
              }
            });
    return gradients;
  }

  @ParameterizedTest
  @EnumSource(Clipping.class)
  void gradientsOfPiecesAreThoseOfTheBatch(Clipping clip) {
    agree(loss(AdversarialLoss.RELATIVISTIC, clip));
  }

  @ParameterizedTest
  @EnumSource(AdversarialLoss.class)
  void soAreTheGradientsOfEachLoss(AdversarialLoss adversarial) {
    agree(loss(adversarial, Clipping.NORM));
  }

  @ParameterizedTest
  @EnumSource(BlockShape.class)
  void noiseAndDropoutOfPiecesAreThoseOfTheBatch(BlockShape blocks) {
    NetworkOptions network = AnyRecord.with(NETWORK, "blockShape", blocks);
    agree(
        AnyRecord.with(network, "generatorNoise", true),
        loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM),
        0.3);
  }

  private static void agree(LossOptions loss) {
    agree(NETWORK, loss, 0);
  }

  private static void agree(NetworkOptions network, LossOptions loss, double dropout) {
    TrainingOptions all = AnyRecord.with(options(0, 1, 0), "generatorDropout", dropout);
    TrainingOptions some = AnyRecord.with(all, "microBatch", MICRO_BATCH);
    try (TrainingLoop whole = loop(network, loss, all);
        TrainingLoop microBatches = loop(network, loss, some)) {
      agree(whole, microBatches);
    }
  }

  private static void agree(TrainingLoop whole, TrainingLoop microBatches) {
    TickReport expected = run(whole).get(0);
    TickReport actual = run(microBatches).get(0);
    Map<String, float[]> gradients = gradients(microBatches.state());
    assertThat(gradients).isNotEmpty();
    // Sums in another order differ in the last bits of float32.
    gradients(whole.state())
        .forEach(
            (name, values) ->
                assertThat(gradients.get(name)).as(name).containsExactly(values, within(1e-6f)));
    assertThat(actual.discriminatorLoss()).isCloseTo(expected.discriminatorLoss(), within(1e-5));
    assertThat(actual.generatorLoss()).isCloseTo(expected.generatorLoss(), within(1e-5));
    assertThat(actual.r1()).isCloseTo(expected.r1(), within(1e-4));
    assertThat(actual.r2()).isCloseTo(expected.r2(), within(1e-4));
    assertThat(actual.pairSign()).isCloseTo(expected.pairSign(), within(1e-6));
    assertThat(actual.weightPenalty()).isCloseTo(expected.weightPenalty(), within(1e-6));
    assertThat(actual.discriminatorGradientNorm())
        .isCloseTo(expected.discriminatorGradientNorm(), within(1e-4));
    assertThat(actual.generatorGradientNorm())
        .isCloseTo(expected.generatorGradientNorm(), within(1e-4));
    assertThat(actual.fakeVariety()).isCloseTo(expected.fakeVariety(), within(1e-6));
  }

  /** The processor stands for each device: all have networks and threads of their own. */
  @ParameterizedTest
  @CsvSource({"2, 0", "2, 2", "3, 0", "7, 1"})
  void gradientsOfSeveralDevicesAreThoseOfTheBatch(int devices, int microBatch) {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM);
    try (TrainingLoop whole = loop(loss, options(0, 1, 0));
        TrainingLoop several = loop(loss, options(microBatch, 1, 0), devices)) {
      agree(whole, several);
    }
  }

  /** They follow the first: with a device for each image it is as with a micro-batch for each. */
  @Test
  void severalDevicesLearnAsOne() {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM);
    try (TrainingLoop microBatches = loop(loss, options(1, 4, 1e-3));
        TrainingLoop devices = loop(loss, options(1, 4, 1e-3), BATCH)) {
      run(microBatches);
      run(devices);
      assertThat(StateValues.of(devices.state())).isEqualTo(StateValues.of(microBatches.state()));
    }
  }

  @Test
  void devicesThatCannotBeUsedAreRefused() {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop(loss, options(0, 1, 0), BATCH + 1))
        .withMessage("devices must be at most the batch of 7, got 8");
    NetworkOptions classic = AnyRecord.with(NETWORK, "family", NetworkFamily.DCGAN);
    List<Device> two = List.of(Device.cpu(), Device.cpu());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingLoop(classic, loss, options(0, 1, 0), 1, two))
        .withMessage("networks that normalise batches compute on one device, got 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop(classic, loss, options(MICRO_BATCH, 1, 0)))
        .withMessage(
            "networks that normalise batches take them as a whole, got micro-batches of 3");
  }

  @Test
  void aMicroBatchMayBeLargerThanTheBatch() {
    assertThat(MicroBatch.shares(BATCH, 2, Integer.MAX_VALUE))
        .containsExactly(
            List.of(new MicroBatch(0, 3, BATCH)), List.of(new MicroBatch(3, BATCH, BATCH)));
  }

  private static TrainingLoop loop(LossOptions loss, TrainingOptions options, int devices) {
    return new TrainingLoop(NETWORK, loss, options, 1, Collections.nCopies(devices, Device.cpu()));
  }

  @ParameterizedTest
  @CsvSource({"7", "100"})
  void onePieceIsTheWholeBatchToTheLastBit(int microBatch) {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM);
    try (TrainingLoop whole = loop(loss, options(0, 3, 1e-3));
        TrainingLoop one = loop(loss, options(microBatch, 3, 1e-3))) {
      run(whole);
      run(one);
      assertThat(StateValues.of(one.state())).isEqualTo(StateValues.of(whole.state()));
    }
  }

  @Test
  void aRunInPiecesThatIsResumedIsTheSameRun() {
    LossOptions loss = loss(AdversarialLoss.RELATIVISTIC, Clipping.NORM);
    try (TrainingLoop whole = loop(loss, options(MICRO_BATCH, 5, 1e-3));
        TrainingLoop first = loop(loss, options(MICRO_BATCH, 2, 1e-3));
        TrainingLoop second = loop(loss, options(MICRO_BATCH, 5, 1e-3))) {
      run(whole);
      run(first);
      TrainingState state = second.state();
      first.state().tensors().forEach((name, from) -> copy(from, state.tensors().get(name)));
      state.resume(first.state().progress());
      run(second);
      assertThat(StateValues.of(state)).isEqualTo(StateValues.of(whole.state()));
    }
  }

  private static void copy(NDArray from, @Nullable NDArray to) {
    Torch.copyAll(List.of(Objects.requireNonNull(to)), List.of(from));
  }
}
