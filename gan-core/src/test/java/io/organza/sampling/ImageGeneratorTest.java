package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.image.Pixels;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        classes,
        false,
        0,
        false);
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
      BufferedImage image = generator.generate(7).get(0);

      assertThat(image.getWidth()).isEqualTo(12);
      assertThat(image.getHeight()).isEqualTo(8);
      assertThat(image.getRaster().getNumBands()).isEqualTo(channels);
    }
  }

  /**
   * A generator as wide as those that are used, for products that are rounded as theirs; with
   * weights that leave no layer without effect.
   */
  private static ImageGenerator wide(
      NetworkFamily family, int height, int classes, Precision precision) {
    List<Integer> widths =
        family == NetworkFamily.RESIDUAL ? List.of(96, 48, 48) : List.of(128, 64);
    NetworkOptions options =
        new NetworkOptions(
            family,
            height,
            16,
            3,
            64,
            widths,
            widths,
            1,
            BlockShape.BASIC,
            4,
            classes,
            false,
            0,
            false);
    ImageGenerator generator = new ImageGenerator(options, precision, Device.cpu());
    RandomStream random = RandomStream.of(1, Purpose.WEIGHTS, 0);
    for (NDArray tensor : generator.tensors().values()) {
      float[] values = random.gaussians((int) tensor.size());
      boolean matrix = tensor.getShape().dimension() > 1;
      double deviation =
          matrix ? Math.sqrt((double) tensor.getShape().get(0) / values.length) : 0.3;
      for (int i = 0; i < values.length; i++) {
        // Variances, which are vectors, must be positive.
        values[i] = (float) (deviation * (matrix ? values[i] : Math.abs(values[i])));
      }
      try (NDArray changed = tensor.getManager().create(values, tensor.getShape())) {
        Torch.copyAll(List.of(tensor), List.of(changed));
      }
    }
    return generator;
  }

  @ParameterizedTest
  @CsvSource({
    "RESIDUAL, 16, 0, FP32",
    "RESIDUAL, 16, 5, BF16",
    "RESIDUAL, 16, 0, BF16",
    "DCGAN, 16, 3, FP32",
    "DCGAN, 16, 0, BF16",
    "RESIDUAL, 1024, 0, FP32"
  })
  void aSeedHasTheSameBytesWhateverElseIsMade(
      NetworkFamily family, int height, int classes, Precision precision) {
    try (ImageGenerator generator = wide(family, height, classes, precision)) {
      int count = 2 * generator.passSize() + 3;
      byte[][] all = make(generator, LongStream.range(0, count).toArray());
      assertThat(Stream.of(all).map(ByteBuffer::wrap)).doesNotHaveDuplicates();
      for (int few : new int[] {1, 2, 7, generator.passSize()}) {
        // The other way round, so that each has another place too.
        long[] seeds = LongStream.range(0, few).map(i -> count - 1 - 3 * (i % 7) % count).toArray();
        byte[][] some = make(generator, seeds);
        for (int i = 0; i < few; i++) {
          assertThat(some[i]).as("seed %d of %d", seeds[i], few).isEqualTo(all[(int) seeds[i]]);
        }
      }
    }
  }

  /** Makes images of all classes in turn. */
  private static byte[][] make(ImageGenerator generator, long[] seeds) {
    int classes = generator.classes();
    return generator.levels(
        new Latents(generator.latentSize(), Truncation.NONE).of(seeds),
        classes == 0
            ? new int[0]
            : LongStream.of(seeds).mapToInt(seed -> Latents.classOf(seed, classes)).toArray());
  }

  @Test
  void severalThreadsMakeTheSameImages() {
    try (ImageGenerator generator = wide(NetworkFamily.RESIDUAL, 16, 3, Precision.FP32)) {
      byte[][] one = make(generator, LongStream.range(0, 70).toArray());
      IntStream.range(0, 4)
          .mapToObj(
              i ->
                  CompletableFuture.supplyAsync(
                      () -> make(generator, LongStream.range(0, 70).toArray())))
          .toList()
          .forEach(made -> assertThat(made.join()).isDeepEqualTo(one));
    }
  }

  @Test
  void aSeedAndAClassAreAnImage() {
    try (ImageGenerator generator = conditional(3)) {
      long[] seeds = LongStream.range(0, 70).map(i -> i / 3).toArray();
      int[] classes = IntStream.range(0, 70).map(i -> i % 3).toArray();
      List<List<Byte>> many = levels(generator.generate(seeds, classes), 3);

      assertThat(many).doesNotHaveDuplicates();
      assertThat(levels(generator.generate(new long[] {23, 1}, new int[] {0, 2}), 3))
          .containsExactly(many.get(69), many.get(5));
    }
  }

  @Test
  void latentsOfOnesOwnAreOfTheClassThatIsAskedFor() {
    try (ImageGenerator generator = conditional(3);
        ImageGenerator unconditional = generator(1)) {
      float[][] latents = new Latents(4, Truncation.NONE).of(8, 9);
      assertThat(levels(generator.generate(latents, 2), 3))
          .isEqualTo(levels(generator.generate(new long[] {8, 9}, new int[] {2, 2}), 3));
      assertThat(levels(unconditional.generate(latents, 0), 1))
          .isEqualTo(levels(unconditional.generate(8, 9), 1));
      assertThatThrownBy(() -> generator.generate(new float[1][5], 0))
          .hasMessage("latents must have 4 numbers each, got 5");
      assertThatThrownBy(() -> generator.generate(latents, 3))
          .hasMessage("labels must be at least 0 and below 3, got 3");
    }
  }

  @Test
  void theClassOfASeedIsItsOwnUnlessOneIsAskedFor() {
    assertThat(LongStream.of(0, 1, 2, 3, 302, Long.MAX_VALUE).map(s -> Latents.classOf(s, 3)))
        .containsExactly(0L, 1L, 2L, 0L, 2L, 1L);
    try (ImageGenerator generator = conditional(3)) {
      assertThat(levels(generator.generate(4, 5), 3))
          .isEqualTo(levels(generator.generate(new long[] {4, 5}, new int[] {1, 2}), 3));
    }
  }

  @Test
  void classesThatDoNotFitAreRefused() {
    long[] seeds = {1, 2};
    try (ImageGenerator generator = conditional(3);
        ImageGenerator unconditional = generator(3)) {
      assertThatThrownBy(() -> generator.generate(seeds, new int[] {1}))
          .hasMessage(
              "classes must be one for each of 2 images if the generator knows any (3), got 1");
      assertThatThrownBy(() -> generator.generate(seeds, new int[] {1, 3}))
          .hasMessage("labels must be at least 0 and below 3, got 3");
      assertThatThrownBy(() -> unconditional.generate(seeds, new int[] {0, 0}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void loadedTensorsAreCopied() {
    try (ImageGenerator one = generator(3);
        ImageGenerator other = generator(3)) {
      one.tensors().values().forEach(tensor -> tensor.muli(1.5f));
      other.load(one.tensors());

      assertThat(levels(other.generate(1), 3)).isEqualTo(levels(one.generate(1), 3));
    }
  }

  @Test
  void tensorsOfAnotherNetworkAreRefused() {
    try (ImageGenerator generator = generator(3)) {
      assertThatThrownBy(() -> generator.load(new TreeMap<>()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stem.linear");
      try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
        SortedMap<String, NDArray> scalars = new TreeMap<>();
        generator.tensors().keySet().forEach(name -> scalars.put(name, manager.create(0.5f)));
        assertThatThrownBy(() -> generator.load(scalars))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageMatching(".*: must be \\(.+\\), got \\(\\)");
      }
    }
  }
}
