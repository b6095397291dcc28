package io.organza.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingNoiseTest {

  private static final int BATCH = 7;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static NetworkOptions options(NetworkFamily family, BlockShape blocks, boolean noise) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(16, 8, 8) : List.of(16, 8);
    return new NetworkOptions(
        family, 16, 24, 3, 8, widths, widths, 1, blocks, 4, 0, noise, 0, false);
  }

  private static TrainingNoise noise(double dropout) {
    return noise(dropout, 0);
  }

  private static TrainingNoise noise(double dropout, int from) {
    RandomStream random = RandomStream.of(2, Purpose.GENERATOR_NOISE, 1);
    return new TrainingNoise(random, dropout, from, BATCH);
  }

  private NDArray latents() {
    float[] values = RandomStream.of(2, Purpose.TRAINING_LATENTS, 1).gaussians(BATCH * 8);
    return manager.create(values, new Shape(BATCH, 8));
  }

  /** The last convolutions of residual blocks begin at 0, which would hide what is dropped. */
  private Generator generator(NetworkOptions options) {
    Generator generator = new Generator(options, Precision.FP32, 3);
    generator.initialize(manager);
    generator.trained().values().stream()
        .filter(weight -> weight.getShape().dimension() > 1)
        .forEach(
            weight -> {
              float[] values =
                  RandomStream.of(4, Purpose.WEIGHTS, 0).gaussians((int) weight.size());
              NDArray more = manager.create(values, weight.getShape());
              Torch.lerp(List.of(weight), List.of(more), 0.05);
            });
    return generator;
  }

  private NDArray images(Generator generator, TrainingNoise noise) {
    return Torch.unrecorded(() -> generator.forward(latents(), Labels.none(manager), noise));
  }

  private NDArray plainImages(Generator generator) {
    return Torch.unrecorded(() -> generator.forward(latents(), Labels.none(manager), true));
  }

  private static void fill(Generator generator, float value) {
    generator
        .tensors()
        .forEach(
            (name, array) -> {
              if (name.endsWith(".noise.scale")) {
                Torch.copyAll(List.of(array), List.of(array.zerosLike().add(value)));
              }
            });
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC", "DCGAN,BASIC"})
  void aScaleOfZeroChangesNothing(NetworkFamily family, BlockShape blocks) {
    Generator generator = generator(options(family, blocks, true));
    float[] expected = plainImages(generator).toFloatArray();

    assertThat(images(generator, noise(0)).toFloatArray()).isEqualTo(expected);
    fill(generator, 0.5f);
    assertThat(images(generator, noise(0)).toFloatArray()).isNotEqualTo(expected);
    assertThat(plainImages(generator).toFloatArray()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC", "DCGAN,BASIC"})
  void dropoutChangesImagesInTrainingOnly(NetworkFamily family, BlockShape blocks) {
    Generator generator = generator(options(family, blocks, false));
    float[] expected = plainImages(generator).toFloatArray();

    assertThat(images(generator, noise(0)).toFloatArray()).isEqualTo(expected);
    assertThat(images(generator, noise(0.5)).toFloatArray()).isNotEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 6})
  void aPartOfABatchHasTheDrawsOfTheWhole(int from) {
    Generator generator = generator(options(NetworkFamily.RESIDUAL, BlockShape.BASIC, true));
    fill(generator, 0.5f);
    int to = Math.min(BATCH, from + 3);
    NDArray whole = images(generator, noise(0.3)).get(new NDIndex(from + ":" + to));

    NDArray part =
        Torch.unrecorded(
            () ->
                generator.forward(
                    latents().get(new NDIndex(from + ":" + to)),
                    Labels.none(manager),
                    noise(0.3, from)));

    // Convolutions of other batches may round in another way.
    assertThat(part.toFloatArray()).containsExactly(whole.toFloatArray(), within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC", "DCGAN,BASIC"})
  void gradientsOfTheScalesAreFiniteDifferences(NetworkFamily family, BlockShape blocks) {
    Generator generator = generator(options(family, blocks, true));
    SortedMap<String, NDArray> trained = generator.trained();
    for (int stage = 0; stage < 2; stage++) {
      NDArray scale = Objects.requireNonNull(trained.get("stage" + stage + ".noise.scale"));
      NDArray uphill =
          Torch.recorded(() -> Torch.gradients(value(generator), List.of(scale)).head());
      double slope = Math.sqrt(uphill.square().sum().getFloat());
      // A step that sees few of the kinks of ReLU, and stands out from rounding.
      NDArray step = uphill.mul(0.01 / slope);
      move(scale, step);
      double ahead = value(generator).getFloat();
      move(scale, step.neg());
      double behind = value(generator).getFloat();
      move(scale, step.zerosLike());

      assertThat(slope).isGreaterThan(1);
      assertThat((ahead - behind) / 0.02).isCloseTo(slope, within(0.03 * slope));
    }
  }

  private static void move(NDArray scale, NDArray to) {
    Torch.copyAll(List.of(scale), List.of(to));
  }

  /** The images against a pattern that is noise as well, so that they do not cancel. */
  private NDArray value(Generator generator) {
    NDArray images = generator.forward(latents(), Labels.none(manager), noise(0));
    float[] pattern =
        RandomStream.of(9, Purpose.PICTURE, 0).gaussians((int) images.getShape().size());
    return images.mul(manager.create(pattern, images.getShape())).sum();
  }

  /**
   * A hundredth of the draws' variance is left in the mean; the rest of the tolerance is for what
   * is not linear, and for means and variances of a batch in place of the running ones.
   */
  @ParameterizedTest
  @CsvSource({"RESIDUAL,BASIC", "RESIDUAL,BOTTLENECK", "STRIDED,BASIC", "DCGAN,BASIC"})
  void imagesAreAboutTheMeanOfThoseInTraining(NetworkFamily family, BlockShape blocks) {
    Generator generator = generator(options(family, blocks, true));
    fill(generator, 0.1f);
    int passes = 100;
    int count = 32;
    float[] values = RandomStream.of(2, Purpose.TRAINING_LATENTS, 2).gaussians(count * 8);
    NDArray z = manager.create(values, new Shape(count, 8));
    NDArray mean = manager.zeros(generator.getOutputShapes(new Shape[] {z.getShape()})[0]);
    for (int i = 0; i < passes; i++) {
      RandomStream random = RandomStream.of(2, Purpose.GENERATOR_NOISE, i);
      TrainingNoise noise = new TrainingNoise(random, 0.1, 0, count);
      NDArray images = Torch.unrecorded(() -> generator.forward(z, Labels.none(manager), noise));
      Torch.lerp(List.of(mean), List.of(images), 1.0 / (i + 1));
    }

    NDArray images = Torch.unrecorded(() -> generator.forward(z, Labels.none(manager), false));

    assertThat(deviation(mean.sub(images))).isLessThan(0.15 * deviation(images));
    assertThat(deviation(mean)).isCloseTo(deviation(images), withinPercentage(5));
  }

  private static double deviation(NDArray x) {
    return Math.sqrt(x.sub(x.mean()).square().mean().getFloat());
  }

  @Test
  void scalesAreTrainedButNotPenalised() {
    Generator with = generator(options(NetworkFamily.STRIDED, BlockShape.BASIC, true));
    Generator without = generator(options(NetworkFamily.STRIDED, BlockShape.BASIC, false));

    assertThat(with.trained()).containsKeys("stage0.noise.scale", "stage1.noise.scale");
    assertThat(with.trained()).hasSize(without.trained().size() + 2);
    assertThat(with.penalised()).isEqualTo(without.penalised());
  }
}
