package io.organza.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.record.AnyRecord;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionalNetworksTest {

  private static final int CLASSES = 3;

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

  private static NetworkOptions options(NetworkFamily family, BlockShape blocks, int classes) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(16, 8, 8) : List.of(16, 8);
    return new NetworkOptions(
        family, 16, 16, 3, 8, widths, widths, 2, blocks, 4, classes, false, 0, false);
  }

  /** Generators of each family, and one that z modulates beside the class. */
  private static Stream<NetworkOptions> ofThree() {
    Stream<NetworkOptions> plain =
        Stream.of(NetworkFamily.values()).map(f -> options(f, BlockShape.BASIC, CLASSES));
    NetworkOptions strided = options(NetworkFamily.STRIDED, BlockShape.BASIC, CLASSES);
    return Stream.concat(plain, Stream.of(AnyRecord.with(strided, "modulated", true)));
  }

  private static Stream<NetworkOptions> classicOfThree() {
    return ofThree().filter(o -> o.family() != NetworkFamily.RESIDUAL);
  }

  private Generator generator(NetworkOptions options, Precision precision) {
    Generator generator = new Generator(options, precision, 1);
    generator.initialize(manager);
    return generator;
  }

  private Discriminator discriminator(NetworkOptions options, Precision precision) {
    Discriminator discriminator = new Discriminator(options, precision, 2);
    discriminator.initialize(manager);
    return discriminator;
  }

  private NDArray labels(int... labels) {
    NetworkOptions options = options(NetworkFamily.RESIDUAL, BlockShape.BASIC, CLASSES);
    return Labels.of(manager, labels, labels.length, options);
  }

  private static NDArray tensor(Network network, String name) {
    return Objects.requireNonNull(network.tensors().get(name));
  }

  private static List<NDArray> ofClasses(Network network) {
    return network.tensors().entrySet().stream()
        .filter(entry -> entry.getKey().contains("class."))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static double deviation(NDArray x) {
    return Math.sqrt(x.sub(x.mean()).square().mean().getFloat());
  }

  @ParameterizedTest
  @MethodSource("ofThree")
  void onlyConditionalNetworksHaveTensorsOfClasses(NetworkOptions with) {
    NetworkOptions without = AnyRecord.with(with, "classes", 0);

    assertThat(ofClasses(generator(without, Precision.FP32))).isEmpty();
    assertThat(ofClasses(discriminator(without, Precision.FP32))).isEmpty();
    assertThat(ofClasses(generator(with, Precision.FP32)))
        .isNotEmpty()
        .allSatisfy(tensor -> assertThat(tensor.getShape().get(0)).isEqualTo(CLASSES));
    assertThat(tensor(discriminator(with, Precision.FP32), "class.projection").getShape().get(0))
        .isEqualTo(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("ofThree")
  void theClassChangesTheImageInAnyPrecision(NetworkOptions options) {
    NDArray z = normal(1, 8).repeat(0, 4);
    for (Precision precision : Precision.values()) {
      Generator generator = generator(options, precision);
      NDArray images = Torch.unrecorded(() -> generator.forward(z, labels(0, 1, 2, 1), true));

      assertThat(images.getShape()).isEqualTo(new Shape(4, 3, 16, 16));
      assertThat(images.get(1).toFloatArray()).isEqualTo(images.get(3).toFloatArray());
      assertThat(images.get(1).toFloatArray()).isNotEqualTo(images.get(0).toFloatArray());
      assertThat(images.get(1).toFloatArray()).isNotEqualTo(images.get(2).toFloatArray());
    }
  }

  /** The class's vectors are as many and as large as the latents, over many of both. */
  @ParameterizedTest
  @EnumSource(BlockShape.class)
  void atTheBeginningResidualImagesDependOnTheClassAsMuchAsOnTheLatent(BlockShape blocks) {
    NetworkOptions options = options(NetworkFamily.RESIDUAL, blocks, 64);
    Generator generator = generator(options, Precision.FP32);
    NDArray latents = normal(64, 8);

    double both = variety(generator, latents, manyClasses(options));
    double byLatent = variety(generator, latents, oneClass(options));
    double byClass = variety(generator, normal(1, 8).repeat(0, 64), manyClasses(options));

    assertThat(byClass / byLatent).isBetween(0.7, 1.4);
    assertThat(Math.hypot(byClass, byLatent) / both).isBetween(0.7, 1.4);
    // As without classes: the class takes its part of the scale, it does not add to it.
    Generator unconditional = generator(options(NetworkFamily.RESIDUAL, blocks, 0), Precision.FP32);
    NDArray images = Torch.unrecorded(() -> unconditional.forward(latents, true));
    assertThat(both / Torch.variety(manager, images).getFloat()).isBetween(0.7, 1.4);
  }

  /** Through the scales and shifts of each stage. */
  @ParameterizedTest
  @MethodSource("classicOfThree")
  void atTheBeginningClassicImagesDependOnTheClassButMoreOnTheLatent(NetworkOptions ofThree) {
    NetworkOptions options = AnyRecord.with(ofThree, "classes", 64);
    Generator generator = generator(options, Precision.FP32);

    double byLatent = variety(generator, normal(64, 8), oneClass(options));
    double byClass = variety(generator, normal(1, 8).repeat(0, 64), manyClasses(options));

    assertThat(byClass / byLatent).isBetween(0.1, 0.8);
  }

  private NDArray oneClass(NetworkOptions options) {
    return Labels.of(manager, new int[64], 64, options);
  }

  private NDArray manyClasses(NetworkOptions options) {
    return Labels.of(manager, IntStream.range(0, 64).toArray(), 64, options);
  }

  private double variety(Generator generator, NDArray z, NDArray labels) {
    NDArray images = Torch.unrecorded(() -> generator.forward(z, labels, true));
    return Torch.variety(manager, images).getFloat();
  }

  /** Measured: from 0, it takes several times as long until the generator heeds the class. */
  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void atTheBeginningTheClassCountsAsMuchAsWhatAllClassesShare(NetworkFamily family) {
    Discriminator discriminator =
        discriminator(options(family, BlockShape.BASIC, 64), Precision.FP32);

    double shared = deviation(tensor(discriminator, "head.linear"));
    double own = deviation(tensor(discriminator, "class.projection"));

    assertThat(own / shared).isBetween(0.5, 2.0);
  }

  /** Where z does not modulate, what remains are the same numbers, five times as large. */
  @Test
  void aModulatedGeneratorKeepsAFifthOfTheNumbersOfClasses() {
    NetworkOptions plain = options(NetworkFamily.STRIDED, BlockShape.BASIC, CLASSES);
    Generator expected = generator(plain, Precision.FP32);
    Generator modulated = generator(AnyRecord.with(plain, "modulated", true), Precision.FP32);
    modulated
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.contains(".latent.")) {
                tensor.muli(0);
              } else {
                double factor = name.contains(".class.") ? 0.2 : 1;
                NDArray values = tensor(expected, name).mul(factor);
                Torch.copyAll(List.of(tensor), List.of(values));
              }
            });
    NDArray z = normal(3, 8);

    NDArray image = Torch.unrecorded(() -> modulated.forward(z, labels(0, 2, 1), false));

    NDArray same = Torch.unrecorded(() -> expected.forward(z, labels(0, 2, 1), false));
    assertThat(image.sub(same).abs().max().getFloat()).isLessThan(1e-5f);
  }

  private float[] logits(Discriminator discriminator, NDArray images, int... labels) {
    return Torch.unrecorded(() -> discriminator.forward(images, labels(labels), true))
        .toFloatArray();
  }

  /** What the linear map does to all classes, as a vector it does to its own class only. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void theVectorOfAClassIsALinearMapOfItsOwn(Precision precision) {
    Discriminator discriminator =
        discriminator(options(NetworkFamily.RESIDUAL, BlockShape.BASIC, CLASSES), precision);
    NDArray images = normal(3, 3, 16, 16);
    NDArray vectors = tensor(discriminator, "class.projection");
    vectors.muli(0);
    float[] shared = logits(discriminator, images, 0, 1, 2);

    NDArray linear = tensor(discriminator, "head.linear");
    Torch.copyAll(List.of(vectors.get(1)), List.of(linear.get(0)));
    linear.muli(0);
    float[] own = logits(discriminator, images, 1, 1, 2);

    assertThat(own).usingComparatorWithPrecision(1e-5f).containsExactly(shared[0], shared[1], 0);
    assertThat(deviation(manager.create(shared))).isPositive();
  }

  @ParameterizedTest
  @EnumSource(BlockShape.class)
  void gradientsOfTheDiscriminatorAreItsFiniteDifferences(BlockShape blocks) {
    FiniteDifferences differences = new FiniteDifferences(manager, random);
    Discriminator discriminator =
        differences.smooth(options(NetworkFamily.RESIDUAL, blocks, CLASSES));
    NDArray images = normal(4, 3, 16, 16);
    NDArray labels = labels(2, 0, 2, 1);

    differences.compare(discriminator, () -> discriminator.forward(images, labels, true).mean());
  }

  @ParameterizedTest
  @EnumSource(BlockShape.class)
  void secondOrderGradientsOfTheDiscriminatorAreFiniteDifferencesToo(BlockShape blocks) {
    FiniteDifferences differences = new FiniteDifferences(manager, random);
    Discriminator discriminator =
        differences.smooth(options(NetworkFamily.RESIDUAL, blocks, CLASSES));
    NDArray images = Torch.leaf(normal(4, 3, 16, 16));
    NDArray labels = labels(2, 0, 2, 1);

    differences.compare(
        discriminator,
        () -> {
          NDArray logits = discriminator.forward(images, labels, true);
          return Torch.squaredGradientNorms(logits, List.of(images)).head().mean();
        });
  }

  /** A class that is not shown has no gradient, neither of the loss nor of the penalty. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void onlyTheClassesThatAreShownGetGradients(Precision precision) {
    Discriminator discriminator =
        discriminator(options(NetworkFamily.RESIDUAL, BlockShape.BASIC, CLASSES), precision);
    NDArray vectors = tensor(discriminator, "class.projection");
    NDArray images = Torch.leaf(normal(2, 3, 16, 16));

    float[] gradient =
        Torch.recorded(
                () -> {
                  NDArray logits = discriminator.forward(images, labels(0, 2), true);
                  NDArray penalty =
                      Torch.squaredGradientNorms(logits, List.of(images)).head().mean();
                  return Torch.gradients(logits.mean().add(penalty), List.of(vectors)).get(0);
                })
            .square()
            .sum(new int[] {1})
            .toFloatArray();

    assertThat(gradient[0]).isPositive();
    assertThat(gradient[1]).isZero();
    assertThat(gradient[2]).isPositive();
  }

  @Test
  void aWeightPenaltyDoesNotCountTheVectorsOfClasses() {
    NetworkOptions without = options(NetworkFamily.RESIDUAL, BlockShape.BASIC, 0);
    NetworkOptions with = options(NetworkFamily.RESIDUAL, BlockShape.BASIC, CLASSES);

    assertThat(generator(with, Precision.FP32).penalised())
        .isEqualTo(generator(without, Precision.FP32).penalised());
  }

  @Test
  void labelsThatDoNotFitAreRefused() {
    NetworkOptions with = options(NetworkFamily.RESIDUAL, BlockShape.BASIC, CLASSES);
    NetworkOptions without = options(NetworkFamily.RESIDUAL, BlockShape.BASIC, 0);

    assertThatThrownBy(() -> labels(0, 3)).hasMessageEndingWith("below 3, got 3");
    assertThatThrownBy(() -> labels(-1)).hasMessageEndingWith("below 3, got -1");
    assertThatThrownBy(() -> Labels.of(manager, new int[2], 3, with))
        .hasMessage("labels must be 3 for 3 images of 3 classes, got 2");
    assertThatThrownBy(() -> Labels.of(manager, new int[2], 2, without))
        .hasMessage("labels must be 0 for 2 images of 0 classes, got 2");
    assertThatThrownBy(() -> generator(with, Precision.FP32).forward(normal(2, 8), true))
        .hasMessage("labels must be 2, one for each image, got 0");
    assertThatThrownBy(
            () -> generator(without, Precision.FP32).forward(normal(1, 8), labels(0), true))
        .hasMessage("labels must be 0, one for each image, got 1");
  }
}
