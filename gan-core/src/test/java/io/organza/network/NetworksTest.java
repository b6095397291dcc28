package io.organza.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.record.AnyRecord;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NetworksTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Random random = new Random(5);

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray normal(long... shape) {
    Shape s = new Shape(shape);
    float[] values = new float[(int) s.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, s);
  }

  private static NetworkOptions options(
      NetworkFamily family, BlockShape blocks, int height, int width, int channels) {
    int stages = NetworkOptions.doublings(height, width);
    List<Integer> widths = new ArrayList<>();
    for (int i = family == NetworkFamily.RESIDUAL ? 0 : 1; i <= stages; i++) {
      widths.add(i == 0 ? 16 : 8);
    }
    return new NetworkOptions(
        family, height, width, channels, 8, widths, widths, 2, blocks, 4, 0, false, 0, false);
  }

  /** What remains is the input, the labels and the result, also where gradients need more. */
  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void keepsNoFeatures(NetworkFamily family) {
    NetworkOptions options = options(family, BlockShape.BASIC, 16, 16, 3);
    Generator generator = new Generator(options, Precision.FP32, 1);
    Discriminator discriminator = new Discriminator(options, Precision.FP32, 1);
    generator.initialize(manager);
    discriminator.initialize(manager);
    NDArray z = normal(4, 8);
    NDArray unrecorded = Torch.unrecorded(() -> logits(generator, discriminator, z));
    NDArray recorded = Torch.recorded(() -> logits(generator, discriminator, z));
    assertThat(recorded.toFloatArray()).isEqualTo(unrecorded.toFloatArray());
  }

  private NDArray logits(Generator generator, Discriminator discriminator, NDArray z) {
    NDManager scope = manager.newSubManager();
    NDArray input = Torch.same(z);
    input.attach(scope);
    NDArray images = generator.forward(input, false);
    assertThat(scope.getManagedArrays()).hasSize(3).contains(input, images);
    NDArray logits = discriminator.forward(images, false);
    assertThat(scope.getManagedArrays()).hasSize(5).contains(input, images, logits);
    return logits;
  }

  @ParameterizedTest
  @CsvSource({
    "RESIDUAL,BASIC,32,32,3",
    "RESIDUAL,BASIC,28,28,1",
    "RESIDUAL,BOTTLENECK,48,32,4",
    "RESIDUAL,BASIC,32,80,3",
    "RESIDUAL,BOTTLENECK,96,96,3",
    "STRIDED,BASIC,32,32,3",
    "STRIDED,BASIC,28,28,1",
    "STRIDED,BOTTLENECK,48,32,4",
    "DCGAN,BASIC,32,32,3",
    "DCGAN,BASIC,28,28,1",
    "DCGAN,BASIC,48,32,4"
  })
  void anySizeAndChannelsCanBeBuilt(
      NetworkFamily family, BlockShape blocks, int height, int width, int channels) {
    NetworkOptions options = options(family, blocks, height, width, channels);
    assertThat(options.problems()).isEmpty();
    for (Precision precision : Precision.values()) {
      Generator generator = new Generator(options, precision, 1);
      Discriminator discriminator = new Discriminator(options, precision, 2);
      generator.initialize(manager);
      discriminator.initialize(manager);

      NDArray images = Torch.unrecorded(() -> generator.forward(normal(5, 8), true));
      NDArray logits = Torch.unrecorded(() -> discriminator.forward(images, true));

      assertThat(images.getShape()).isEqualTo(new Shape(5, channels, height, width));
      assertThat(generator.getOutputShapes(new Shape[] {new Shape(5, 8)}))
          .containsExactly(images.getShape());
      assertThat(logits.getShape())
          .isEqualTo(new Shape(5, family == NetworkFamily.STRIDED ? 2 : 1));
      assertThat(discriminator.getOutputShapes(new Shape[] {images.getShape()}))
          .containsExactly(logits.getShape());
      assertThat(images.isNaN().any().getBoolean()).isFalse();
      assertThat(logits.isNaN().any().getBoolean()).isFalse();
    }
  }

  private Discriminator discriminator(NetworkFamily family) {
    NetworkOptions options = options(family, BlockShape.BASIC, 32, 32, 3);
    Discriminator discriminator = new Discriminator(options, Precision.FP32, 2);
    discriminator.initialize(manager);
    return discriminator;
  }

  /** Training shows real and fake images to the discriminator in one pass where this holds. */
  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void realImagesAndFakesDoNotTellOnEachOtherUnlessBatchesAreNormalised(NetworkFamily family) {
    Discriminator discriminator = discriminator(family);
    NDArray real = normal(3, 3, 32, 32);
    NDArray fake = normal(3, 3, 32, 32);

    NDArray apart =
        Torch.unrecorded(
            () -> discriminator.forward(real, true).concat(discriminator.forward(fake, true)));
    NDArray together =
        Torch.unrecorded(() -> discriminator.forward(real, fake, Labels.none(manager)));

    float difference = together.sub(apart).abs().max().getFloat();
    assertThat(difference > 1e-3f).isEqualTo(family.discriminatorNormalises());
  }

  @Test
  void varietyIsThatOfGroupsOfEightImages() {
    Discriminator discriminator = discriminator(NetworkFamily.STRIDED);
    NDArray first = normal(8, 3, 32, 32);
    NDArray second = normal(8, 3, 32, 32);

    float[] together = amongOthers(discriminator, first.concat(second));

    assertThat(Arrays.copyOfRange(together, 0, 8))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(amongOthers(discriminator, first));
    assertThat(Arrays.copyOfRange(together, 8, 16))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(amongOthers(discriminator, second));
  }

  @Test
  void howMuchImagesDifferCountsForEachOfThemTheSame() {
    Discriminator discriminator = discriminator(NetworkFamily.STRIDED);
    NDArray first = normal(1, 3, 32, 32);
    NDArray second = normal(1, 3, 32, 32);

    float single = amongOthers(discriminator, first)[0];
    float otherSingle = amongOthers(discriminator, second)[0];
    float[] twice = amongOthers(discriminator, first.concat(first));
    float[] both = amongOthers(discriminator, first.concat(second));

    assertThat(twice).usingComparatorWithPrecision(1e-4f).containsExactly(single, single);
    assertThat(both[0] - single).isCloseTo(both[1] - otherSingle, within(1e-4f));
    assertThat(Math.abs(both[0] - single)).isGreaterThan(0.01f);
  }

  @ParameterizedTest
  @EnumSource(
      value = NetworkFamily.class,
      names = {"RESIDUAL", "STRIDED"})
  void theFirstJudgementIsOfAnImageAlone(NetworkFamily family) {
    Discriminator discriminator = discriminator(family);
    NDArray first = normal(1, 3, 32, 32);
    NDArray second = normal(1, 3, 32, 32);

    assertThat(alone(discriminator, first.concat(second)))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(alone(discriminator, first)[0], alone(discriminator, second)[0]);
  }

  private static float[] alone(Discriminator discriminator, NDArray images) {
    return Torch.unrecorded(() -> discriminator.forward(images, true).get(":, 0")).toFloatArray();
  }

  private static float[] amongOthers(Discriminator discriminator, NDArray images) {
    return Torch.unrecorded(() -> discriminator.forward(images, true).get(":, 1")).toFloatArray();
  }

  @ParameterizedTest
  @EnumSource(BlockShape.class)
  void initialImagesAreOfUnitScaleAtAnyDepth(BlockShape blocks) {
    NetworkOptions options = options(NetworkFamily.RESIDUAL, blocks, 256, 256, 3);
    Generator generator = new Generator(options, Precision.FP32, 1);
    generator.initialize(manager);

    NDArray images = Torch.unrecorded(() -> generator.forward(normal(16, 8), true));

    assertThat(deviation(images)).isBetween(0.2, 5.0);
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC"})
  void initialLogitsAreOfUnitScaleAtAnyDepth(NetworkFamily family, BlockShape blocks) {
    NetworkOptions options = options(family, blocks, 256, 256, 3);
    Discriminator discriminator = new Discriminator(options, Precision.FP32, 2);
    discriminator.initialize(manager);
    // Of single colours: noise would be averaged away on the way down.
    NDArray images = normal(16, 3, 1, 1).broadcast(16, 3, 256, 256);

    NDArray logits = Torch.unrecorded(() -> discriminator.forward(images, true));

    assertThat(deviation(logits)).isBetween(0.05, 5.0);
  }

  private static double deviation(NDArray x) {
    return Math.sqrt(x.sub(x.mean()).square().mean().getFloat());
  }

  @Test
  void weightsFollowFromTheSeedAlone() {
    NetworkOptions options = options(NetworkFamily.RESIDUAL, BlockShape.BASIC, 16, 16, 3);
    SortedMap<String, NDArray> first = weights(options, 7);
    SortedMap<String, NDArray> second = weights(options, 7);
    SortedMap<String, NDArray> other = weights(options, 8);

    assertThat(first.keySet()).isEqualTo(second.keySet());
    assertThat(values(first)).isEqualTo(values(second));
    assertThat(values(first).get("stem.linear")).isNotEqualTo(values(other).get("stem.linear"));
  }

  private static Map<String, String> values(SortedMap<String, NDArray> tensors) {
    Map<String, String> values = new TreeMap<>();
    tensors.forEach((name, array) -> values.put(name, Arrays.toString(array.toFloatArray())));
    return values;
  }

  private SortedMap<String, NDArray> weights(NetworkOptions options, long seed) {
    Generator generator = new Generator(options, Precision.FP32, seed);
    generator.initialize(manager);
    return generator.tensors();
  }

  @Test
  void runningStatisticsAreKeptButNotTrained() {
    Generator generator =
        new Generator(options(NetworkFamily.DCGAN, BlockShape.BASIC, 16, 16, 3), Precision.FP32, 1);
    generator.initialize(manager);

    assertThat(generator.tensors()).containsKeys("stage0.norm.mean", "stage0.norm.variance");
    assertThat(generator.trained())
        .doesNotContainKeys("stage0.norm.mean", "stage0.norm.variance")
        .containsKeys("stage0.norm.weight", "stage0.norm.bias", "image.convolution");
  }

  @ParameterizedTest
  @EnumSource(
      value = NetworkFamily.class,
      names = {"STRIDED", "DCGAN"})
  void aSmoothImageIsSmoothedBeforeItIsBounded(NetworkFamily family) {
    NetworkOptions rough = options(family, BlockShape.BASIC, 16, 16, 3);
    NDArray z = normal(2, 8);

    NDArray smooth = image(AnyRecord.with(rough, "smoothedStages", 1), z);

    NDArray expected = Torch.tanh(Torch.smooth(unbounded(image(rough, z))));
    assertThat(smooth.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
    assertThat(smooth.norm().getFloat()).isLessThan(0.6f * image(rough, z).norm().getFloat());
  }

  /** Layer by layer, of 4x4, 8x8 and 16x16 pixels. */
  @Test
  void smoothedStagesAreSmoothedBeforeTheyAreNormalised() {
    NetworkOptions rough = options(NetworkFamily.DCGAN, BlockShape.BASIC, 16, 16, 3);
    Generator generator =
        new Generator(AnyRecord.with(rough, "smoothedStages", 2), Precision.FP32, 1);
    generator.initialize(manager);
    NDArray z = normal(2, 8);

    NDArray y = Torch.linear(z, tensor(generator, "stem.linear")).reshape(2, 8, 4, 4);
    y =
        Torch.convolutionUp(
            normalised(y, generator, "stage0"), tensor(generator, "stage1.convolution"));
    y = normalised(Torch.smooth(y), generator, "stage1");
    y = Torch.smooth(Torch.convolutionUp(y, tensor(generator, "image.convolution")));

    NDArray image = Torch.unrecorded(() -> generator.forward(z, false));
    assertThat(image.sub(Torch.tanh(y)).abs().max().getFloat()).isLessThan(1e-5f);
  }

  /** Layer by layer; the two stages of 4x4 and of 8x8 pixels. */
  @ParameterizedTest
  @EnumSource(names = "RESIDUAL", mode = EnumSource.Mode.EXCLUDE)
  void aLatentModulatesWhatIsNormalised(NetworkFamily family) {
    NetworkOptions plain = options(family, BlockShape.BASIC, 16, 16, 3);
    Generator generator =
        new Generator(AnyRecord.with(plain, "modulated", true), Precision.FP32, 1);
    generator.initialize(manager);
    NDArray z = normal(2, 8);

    NDArray y = Torch.linear(z, tensor(generator, "stem.linear")).reshape(2, 8, 4, 4);
    y = Torch.relu(modulated(affine(y, generator, "stage0"), z, generator, "stage0"));
    y = Torch.convolutionUp(y, tensor(generator, "stage1.convolution"));
    y = Torch.relu(modulated(affine(y, generator, "stage1"), z, generator, "stage1"));
    y = Torch.convolutionUp(y, tensor(generator, "image.convolution"));

    NDArray image = Torch.unrecorded(() -> generator.forward(z, false));
    assertThat(image.sub(Torch.tanh(y)).abs().max().getFloat()).isLessThan(1e-5f);
  }

  private static NDArray modulated(NDArray x, NDArray z, Generator generator, String stage) {
    NDArray scale = z.matMul(tensor(generator, stage + ".latent.scale").transpose());
    NDArray shift = z.matMul(tensor(generator, stage + ".latent.shift").transpose());
    return x.mul(scale.add(1).reshape(2, 8, 1, 1)).add(shift.reshape(2, 8, 1, 1));
  }

  private static NDArray tensor(Generator generator, String name) {
    return Objects.requireNonNull(generator.tensors().get(name));
  }

  /** As initial running statistics, mean 0 and variance 1, have it. */
  private static NDArray affine(NDArray x, Generator generator, String stage) {
    NDArray weight = tensor(generator, stage + ".norm.weight").reshape(1, -1, 1, 1);
    NDArray bias = tensor(generator, stage + ".norm.bias").reshape(1, -1, 1, 1);
    return x.div(Math.sqrt(1 + 1e-5)).mul(weight).add(bias);
  }

  private static NDArray normalised(NDArray x, Generator generator, String stage) {
    return Torch.relu(affine(x, generator, stage));
  }

  /** Undoes tanh. */
  private static NDArray unbounded(NDArray y) {
    return y.add(1).div(y.neg().add(1)).log().mul(0.5);
  }

  private NDArray image(NetworkOptions options, NDArray z) {
    Generator generator = new Generator(options, Precision.FP32, 1);
    generator.initialize(manager);
    return Torch.unrecorded(() -> generator.forward(z, false));
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC"})
  void gradientsOfTheDiscriminatorAreItsFiniteDifferences(NetworkFamily family, BlockShape blocks) {
    NetworkOptions options = options(family, blocks, 16, 16, 3);
    FiniteDifferences differences = new FiniteDifferences(manager, random);
    Discriminator discriminator = differences.smooth(options);
    NDArray images = normal(4, 3, 16, 16);

    differences.compare(discriminator, () -> discriminator.forward(images, true).mean());
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC"})
  void secondOrderGradientsOfTheDiscriminatorAreFiniteDifferencesToo(
      NetworkFamily family, BlockShape blocks) {
    NetworkOptions options = options(family, blocks, 16, 16, 3);
    FiniteDifferences differences = new FiniteDifferences(manager, random);
    Discriminator discriminator = differences.smooth(options);
    NDArray images = Torch.leaf(normal(4, 3, 16, 16));

    differences.compare(
        discriminator,
        () ->
            Torch.squaredGradientNorms(discriminator.forward(images, true), List.of(images))
                .head()
                .mean());
  }
}
