package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.organza.image.Pixels;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGeneratorTest {

  private static NetworkOptions network(int channels, int classes) {
    List<Integer> widths = List.of(8, 8);
    return new NetworkOptions(
        NetworkFamily.RESIDUAL,
        8,
        12,
        channels,
        4,
        widths,
        widths,
        1,
        BlockShape.BASIC,
        4,
        1,
        classes);
  }

  private static ImageGenerator generator(int channels) {
    return new ImageGenerator(network(channels, 0), Precision.FP32, Device.cpu());
  }

  private static ImageGenerator conditional(int classes) {
    return new ImageGenerator(network(3, classes), Precision.FP32, Device.cpu());
  }

  private static List<List<Byte>> levels(List<BufferedImage> images, int channels) {
    List<List<Byte>> all = new ArrayList<>();
    for (BufferedImage image : images) {
      List<Byte> levels = new ArrayList<>();
      for (byte level : Pixels.toLevels(image, channels)) {
        levels.add(level);
      }
      all.add(levels);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void imagesHaveTheNetworksShape(int channels) {
    try (ImageGenerator generator = generator(channels)) {
      BufferedImage image = generator.images(new long[] {7}).get(0);

      assertThat(image.getWidth()).isEqualTo(12);
      assertThat(image.getHeight()).isEqualTo(8);
      assertThat(image.getRaster().getNumBands()).isEqualTo(channels);
    }
  }

  @Test
  void aSeedIsAnImageWhateverElseIsMade() {
    try (ImageGenerator generator = generator(3)) {
      long[] seeds = LongStream.range(0, 130).toArray();
      List<List<Byte>> many = levels(generator.images(seeds), 3);
      List<List<Byte>> few = levels(generator.images(new long[] {129, 5}), 3);

      assertThat(many).hasSize(130);
      assertThat(few).containsExactly(many.get(129), many.get(5));
      assertThat(many.get(5)).isNotEqualTo(many.get(129));
    }
  }

  @Test
  void aSeedAndAClassAreAnImageWhateverElseIsMade() {
    try (ImageGenerator generator = conditional(3)) {
      long[] seeds = LongStream.range(0, 70).map(i -> i / 3).toArray();
      int[] classes = IntStream.range(0, 70).map(i -> i % 3).toArray();
      List<List<Byte>> many = levels(generator.images(seeds, classes), 3);

      assertThat(many).doesNotHaveDuplicates();
      assertThat(levels(generator.images(new long[] {23, 1}, new int[] {0, 2}), 3))
          .containsExactly(many.get(69), many.get(5));
    }
  }

  @Test
  void theClassOfASeedIsItsOwnUnlessOneIsAskedFor() {
    assertThat(LongStream.of(0, 1, 2, 3, 302, Long.MAX_VALUE).map(s -> Latents.classOf(s, 3)))
        .containsExactly(0L, 1L, 2L, 0L, 2L, 1L);
    try (ImageGenerator generator = conditional(3)) {
      assertThat(levels(generator.images(new long[] {4, 5}), 3))
          .isEqualTo(levels(generator.images(new long[] {4, 5}, new int[] {1, 2}), 3));
    }
  }

  @Test
  void classesThatDoNotFitAreRefused() {
    long[] seeds = {1, 2};
    try (ImageGenerator generator = conditional(3);
        ImageGenerator unconditional = generator(3)) {
      assertThatThrownBy(() -> generator.images(seeds, new int[] {1}))
          .hasMessage(
              "classes must be one for each of 2 seeds if the generator knows any (3), got 1");
      assertThatThrownBy(() -> generator.images(seeds, new int[] {1, 3}))
          .hasMessage("labels must be at least 0 and below 3, got 3");
      assertThatThrownBy(() -> unconditional.images(seeds, new int[] {0, 0}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void loadedTensorsAreCopied() {
    try (ImageGenerator one = generator(3);
        ImageGenerator other = generator(3)) {
      one.tensors().values().forEach(tensor -> tensor.muli(1.5f));
      other.load(one.tensors());

      assertThat(levels(other.images(new long[] {1}), 3))
          .isEqualTo(levels(one.images(new long[] {1}), 3));
    }
  }

  @Test
  void tensorsOfAnotherNetworkAreRefused() {
    try (ImageGenerator generator = generator(3)) {
      assertThatThrownBy(() -> generator.load(new TreeMap<>()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stem.linear");
    }
  }

  @Test
  void latentsAreNormalAndEachItsSeedsOwn() {
    float[] latents = Latents.of(LongStream.range(0, 1000).toArray(), 64);
    double sum = 0;
    double squares = 0;
    for (float z : latents) {
      sum += z;
      squares += z * z;
    }

    assertThat(sum / latents.length).isBetween(-0.02, 0.02);
    assertThat(squares / latents.length).isBetween(0.98, 1.02);
    assertThat(Latents.of(new long[] {500}, 64))
        .containsExactly(Arrays.copyOfRange(latents, 500 * 64, 501 * 64));
  }
}
