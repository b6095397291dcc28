package io.organza.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.Discriminator;
import io.organza.network.Generator;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Convolution;
import io.organza.torch.Precision;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepArithmeticTest {

  private static NetworkOptions network(NetworkFamily family, BlockShape shape) {
    return new NetworkOptions(
        family, 16, 8, 3, 5, List.of(8, 4), List.of(12, 6), 1, shape, 4, 0, false, 0, false);
  }

  private static LossOptions loss(boolean r2) {
    return new LossOptions(
        AdversarialLoss.RELATIVISTIC,
        0.5,
        8,
        r2,
        0,
        0,
        L2Form.SUM,
        AdaptiveL2.NONE,
        Clipping.NORM,
        1);
  }

  private static long flops(List<Convolution> convolutions) {
    return convolutions.stream().mapToLong(Convolution::flops).sum();
  }

  /** By hand: a stem of 8x4 pixels, the second stage at 16x8. */
  @Test
  void basicBlocksAreCounted() {
    NetworkOptions network = network(NetworkFamily.RESIDUAL, BlockShape.BASIC);
    long generator =
        2 * (2 * 9 * 8 * 8 * 32) + 2 * 8 * 4 * 32 + 2 * (2 * 9 * 4 * 4 * 128) + 2 * 4 * 3 * 128;
    long first = 2 * 3 * 6 * 128;
    long discriminator =
        first + 2 * (2 * 9 * 6 * 6 * 128) + 2 * 6 * 12 * 32 + 2 * (2 * 9 * 12 * 12 * 32);
    assertThat(flops(NetworkConvolutions.ofGenerator(network))).isEqualTo(generator);
    assertThat(flops(NetworkConvolutions.ofDiscriminator(network))).isEqualTo(discriminator);
    assertThat(StepArithmetic.of(network, loss(true), false).flopsPerImage())
        .isEqualTo(3.0 * generator + 8.0 * discriminator - 2.0 * first);
    assertThat(StepArithmetic.of(network, loss(true), true).flopsPerImage())
        .isCloseTo(3 * generator + 8.75 * discriminator - 2 * first, within(1e-6));
    assertThat(StepArithmetic.of(network, loss(false), true).flopsPerImage())
        .isCloseTo(3 * generator + 8.375 * discriminator - 2 * first, within(1e-6));
  }

  /** By hand: 16 channels inside of the first stage's block, in groups of 4; then 8. */
  @Test
  void bottlenecksAreCounted() {
    NetworkOptions network = network(NetworkFamily.RESIDUAL, BlockShape.BOTTLENECK);
    long firstBlock = 2 * 8 * 16 * 32 + 2 * 9 * 16 * 4 * 32 + 2 * 16 * 8 * 32;
    long secondBlock = 2 * 4 * 8 * 128 + 2 * 9 * 8 * 4 * 128 + 2 * 8 * 4 * 128;
    assertThat(flops(NetworkConvolutions.ofGenerator(network)))
        .isEqualTo(firstBlock + 2 * 8 * 4 * 32 + secondBlock + 2 * 4 * 3 * 128);
  }

  /** By hand: with strides there are four products for each pixel and pair of channels. */
  @Test
  void stridedConvolutionsAreCounted() {
    NetworkOptions classic = network(NetworkFamily.DCGAN, BlockShape.BASIC);
    assertThat(flops(NetworkConvolutions.ofGenerator(classic)))
        .isEqualTo(2 * 4 * 8 * 4 * 32 + 2 * 4 * 4 * 3 * 128);
    assertThat(flops(NetworkConvolutions.ofDiscriminator(classic)))
        .isEqualTo(2 * 16 * 3 * 6 * 32 + 2 * 16 * 6 * 12 * 8);
    NetworkOptions strided = network(NetworkFamily.STRIDED, BlockShape.BASIC);
    assertThat(NetworkConvolutions.ofGenerator(strided)).contains(Convolution.up(4, 3, 8, 4));
    assertThat(NetworkConvolutions.ofDiscriminator(strided))
        .contains(Convolution.down(3, 6, 16, 8));
  }

  @Test
  void batchNormalisationAddsNoPasses() {
    NetworkOptions network = network(NetworkFamily.STRIDED, BlockShape.BASIC);
    long generator = flops(NetworkConvolutions.ofGenerator(network));
    long discriminator = flops(NetworkConvolutions.ofDiscriminator(network));
    long first = NetworkConvolutions.ofDiscriminator(network).get(0).flops();
    assertThat(StepArithmetic.of(network, loss(true), false).flopsPerImage())
        .isEqualTo(3.0 * generator + 8.0 * discriminator - 2.0 * first);
  }

  /** Nothing is forgotten: the networks' own weights are those of the convolutions. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void eachWeightOfThePresetsIsThatOfAConvolution(Preset preset) {
    GanConfig config = preset.config(DataOptions.of("any"), 32, 32, 3);
    NetworkOptions network = config.network();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Generator generator = new Generator(network, Precision.FP32, 0);
      generator.initialize(manager);
      Discriminator discriminator = new Discriminator(network, Precision.FP32, 0);
      discriminator.initialize(manager);
      assertThat(weights(NetworkConvolutions.ofGenerator(network)))
          .isEqualTo(weights(generator.tensors()));
      assertThat(weights(NetworkConvolutions.ofDiscriminator(network)))
          .isEqualTo(weights(discriminator.tensors()));
    }
  }

  private static List<Long> weights(List<Convolution> convolutions) {
    return convolutions.stream()
        .map(c -> (long) c.kernel() * c.kernel() * c.in() * c.out() / c.groups())
        .sorted()
        .toList();
  }

  /** Patterns of the head have one input channel and the side of the stem. */
  private static List<Long> weights(SortedMap<String, NDArray> tensors) {
    return tensors.entrySet().stream()
        .filter(entry -> !entry.getKey().endsWith("patterns"))
        .map(entry -> entry.getValue().getShape())
        .filter(shape -> shape.dimension() == 4)
        .map(shape -> shape.size())
        .sorted()
        .toList();
  }
}
