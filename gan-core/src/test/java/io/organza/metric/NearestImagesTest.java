package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Among 30 images of noise. */
class NearestImagesTest {

  private static final int IMAGES = 30;

  @TempDir Path folder;

  @BeforeEach
  void draw() throws IOException {
    Files.createDirectory(folder.resolve("noise"));
    for (int i = 0; i < IMAGES; i++) {
      Random random = new Random(i);
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, 8, 8, random.ints(64).toArray(), 0, 8);
      ImageIO.write(image, "png", folder.resolve("noise/" + (10 + i) + ".png").toFile());
    }
  }

  private PackedImages packed(int side) throws IOException {
    DataOptions options = DataOptions.of(folder.resolve("noise").toString());
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
      ImageShape shape = new ImageShape(3, side, side);
      return PackedImages.of(source, shape, options, cache, (done, total) -> {});
    }
  }

  private static float[] pixels(PackedImages images, int index, boolean mirrored) {
    float[] pixels = new float[images.shape().size()];
    images.floats(index, mirrored, pixels, 0);
    return pixels;
  }

  private static ImageSet one(PackedImages images, int index, boolean mirrored) {
    return ImageSet.of(images, new int[] {index}, mirrored);
  }

  private static NearestImages search(PackedImages images, boolean mirrored) {
    return new NearestImages(images, mirrored, new PixelFeatures());
  }

  @Test
  void copiesAreFoundAtDistanceNought() throws IOException {
    PackedImages images = packed(8);
    for (int i = 0; i < IMAGES; i++) {
      List<Neighbour> found = search(images, false).of(one(images, i, false), 3).get(0);

      assertThat(found).hasSize(3).first().isEqualTo(new Neighbour(i, false, 0));
      assertThat(found.get(1).distance()).isBetween(0.05, found.get(2).distance());
    }
  }

  @Test
  void mirroredCopiesAreFoundIfTheyWereTrainedOn() throws IOException {
    PackedImages images = packed(8);
    ImageSet copy = one(images, 7, true);

    assertThat(search(images, true).of(copy, 1).get(0)).containsExactly(new Neighbour(7, true, 0));
    assertThat(search(images, false).of(copy, 1).get(0).get(0).distance()).isGreaterThan(0.05);
  }

  /** At 4x4 pixels there is one scale: the distance is half the root of the mean square. */
  @Test
  void theNearestAreThoseOfAPlainSearch() throws IOException {
    PackedImages images = packed(4);
    Random random = new Random(99);
    float[][] others = new float[2][48];
    for (int i = 0; i < 96; i++) {
      others[i / 48][i % 48] = 2 * random.nextFloat() - 1;
    }

    List<List<Neighbour>> found =
        search(images, false).of(PlanarImages.of(images.shape(), others), 4);

    for (int row = 0; row < 2; row++) {
      float[] other = others[row];
      double[] distances =
          IntStream.range(0, IMAGES)
              .mapToDouble(i -> Math.sqrt(squares(pixels(images, i, false), other) / 48) / 2)
              .toArray();
      double[] sorted = Arrays.stream(distances).sorted().toArray();
      for (int k = 0; k < 4; k++) {
        Neighbour one = found.get(row).get(k);
        assertThat(one.distance()).isCloseTo(sorted[k], within(1e-6));
        assertThat(one.distance()).isCloseTo(distances[one.index()], within(1e-6));
      }
    }
  }

  private static double squares(float[] xs, float[] ys) {
    return IntStream.range(0, xs.length).mapToDouble(i -> Math.pow(xs[i] - ys[i], 2)).sum();
  }

  @Test
  void anImageOfTheSetIsNotItsOwnNeighbour() throws IOException {
    Files.copy(folder.resolve("noise/15.png"), folder.resolve("noise/twin.png"));
    PackedImages images = packed(8);
    assertThat(images.duplicates()).isOne();

    List<Neighbour> nearest = search(images, true).ofOwn(new int[] {5, 6, IMAGES});

    assertThat(nearest.get(0)).isEqualTo(new Neighbour(IMAGES, false, 0));
    assertThat(nearest.get(1).index()).isNotEqualTo(6);
    assertThat(nearest.get(1).distance()).isGreaterThan(0.05);
    assertThat(nearest.get(2)).isEqualTo(new Neighbour(5, false, 0));
  }

  @Test
  void thereAreNoMoreThanTheSetHas() throws IOException {
    PackedImages images = packed(8);
    assertThat(search(images, true).of(one(images, 0, false), 99).get(0)).hasSize(IMAGES);
  }

  @Test
  void aLoneImageHasNoNeighbour() throws IOException {
    for (int i = 1; i < IMAGES; i++) {
      Files.delete(folder.resolve("noise/" + (10 + i) + ".png"));
    }
    NearestImages search = search(packed(8), false);
    assertThatThrownBy(() -> search.ofOwn(new int[] {0}))
        .hasMessageContaining("at least 2 images, got 1");
  }
}
