package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On flowers of 16x16 pixels, of which a fifth plays the made images. */
class OwnFeaturesTest {

  private static final ImageShape SHAPE = new ImageShape(3, 16, 16);

  @TempDir static Path folder;

  private static PackedImages real;
  private static PackedImages held;
  private static OwnFeatures extractor;
  private static Reference reference;

  @BeforeAll
  static void learn() throws IOException {
    DataOptions options = DataOptions.of("builtin:flowers");
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder, PackCache.USUAL_BYTES);
      PackedImages all = PackedImages.of(source, SHAPE, options, cache, (done, total) -> {});
      real = all.withoutHoldout(20, 0);
      held = all.holdout(20, 0);
    }
    extractor = OwnFeatures.of(real, new FloatCache(folder), Device.cpu());
    reference = Reference.of(extractor, real, Reference.USUAL_IMAGES, new FloatCache(folder));
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  /** Undoes the bound, 3 tanh(x / 3), with the inverse hyperbolic tangent. */
  @Test
  void overTheRealImagesFeaturesHaveMeanNoughtAndDeviationOneAndGrainLessBeforeTheirBound() {
    Features features = extractor.of(ImageSet.of(real));
    int size = features.size();
    double[] sums = new double[size];
    double[] squares = new double[size];
    for (int i = 0; i < features.values().length; i++) {
      double share = features.values()[i] / 3;
      assertThat(share).isBetween(-1.0, 1.0);
      double value = 1.5 * Math.log((1 + share) / (1 - share));
      sums[i % size] += value / features.count();
      squares[i % size] += value * value / features.count();
    }
    for (int j = 0; j < size; j++) {
      assertThat(sums[j]).isCloseTo(0, within(1e-3));
      double deviation = j < size - 3 ? 1 : 0.7;
      assertThat(Math.sqrt(squares[j])).isCloseTo(deviation, within(1e-2));
    }
  }

  /** Of 6 levels of 256, one way and the other from pixel to pixel. */
  @Test
  void aLatticeThatIsHardlySeenIsFarOff() {
    assertThat(reference.frechetDistance(extractor.of(latticed(0.05f))))
        .isGreaterThan(3 * distance(0, 0));
  }

  @Test
  void noImageIsFurtherOffThanTheBound() {
    float[] values = extractor.of(changed(5, 0)).values();
    assertThat(IntStream.range(0, values.length).mapToDouble(i -> values[i]))
        .allSatisfy(value -> assertThat(value).isBetween(-3.0, 3.0))
        .anySatisfy(value -> assertThat(value).isGreaterThan(2.99));
  }

  @Test
  void theCacheGivesTheSameFeaturesWithoutLearningAgain() throws IOException {
    ImageSet some = ImageSet.of(held).atMost(100);
    try (OwnFeatures again = OwnFeatures.of(real, new FloatCache(folder), Device.cpu())) {
      assertThat(again.of(some).values()).isEqualTo(extractor.of(some).values());
      Reference kept = Reference.of(again, real, Reference.USUAL_IMAGES, new FloatCache(folder));
      assertThat(kept.features().values()).isEqualTo(reference.features().values());
    }
  }

  @Test
  void theWorseTheImagesTheLargerTheDistance() {
    double[] noise = new double[4];
    double[] blur = new double[4];
    for (int level = 0; level < 4; level++) {
      noise[level] = distance(level == 0 ? 0 : 0.02 * Math.pow(2, level), 0);
      blur[level] = distance(0, level);
    }
    assertThat(noise).isSorted();
    assertThat(blur).isSorted();
    assertThat(noise[3]).isGreaterThan(5 * noise[0]);
    assertThat(blur[3]).isGreaterThan(5 * blur[0]);
  }

  @Test
  void allScoresFavourRealImages() {
    Scores good = Scores.of(extractor.of(ImageSet.of(held)), reference);
    Scores bad = Scores.of(extractor.of(changed(0.2, 2)), reference);
    assertThat(good.frechet()).isLessThan(bad.frechet());
    assertThat(good.kernel().value()).isLessThan(bad.kernel().value());
    assertThat(good.neighbours().precision()).isGreaterThan(bad.neighbours().precision());
    assertThat(good.neighbours().recall()).isGreaterThan(0.5);
    assertThat(good.neighbours().coverage()).isGreaterThan(bad.neighbours().coverage());
  }

  private static double distance(double noise, int blurs) {
    return reference.frechetDistance(extractor.of(changed(noise, blurs)));
  }

  private static ImageSet latticed(float depth) {
    return heldOut(
        (index, image) -> {
          for (int i = 0; i < image.length; i++) {
            image[i] += (i / 16 + i) % 2 == 0 ? depth : -depth;
          }
        });
  }

  /** The held-out images with noise of a deviation, or the mean of neighbours taken repeatedly. */
  private static ImageSet changed(double noise, int blurs) {
    return heldOut(
        (index, image) -> {
          Random random = new Random(index);
          for (int blur = 0; blur < blurs; blur++) {
            for (int i = 0; i < image.length - 17; i++) {
              image[i] = (image[i] + image[i + 1] + image[i + 16] + image[i + 17]) / 4;
            }
          }
          for (int i = 0; i < image.length; i++) {
            image[i] += (float) (noise * random.nextGaussian());
          }
        });
  }

  /** The held-out images, each changed by its index and planar pixels. */
  private static ImageSet heldOut(BiConsumer<Integer, float[]> change) {
    return new ImageSet() {
      @Override
      public int count() {
        return held.count();
      }

      @Override
      public ImageShape shape() {
        return SHAPE;
      }

      @Override
      public void floats(int index, float[] into, int offset) {
        float[] image = new float[SHAPE.size()];
        held.floats(index, false, image, 0);
        change.accept(index, image);
        System.arraycopy(image, 0, into, offset, image.length);
      }
    };
  }
}
