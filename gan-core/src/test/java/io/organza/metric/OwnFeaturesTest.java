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

  @Test
  void overTheRealImagesFeaturesHaveMeanNoughtAndDeviationOneAndDifferencesAQuarter() {
    Features features = extractor.of(ImageSet.of(real));
    double[] squares = new double[features.size()];
    for (int i = 0; i < features.values().length; i++) {
      double value = features.values()[i];
      squares[i % features.size()] += value * value / features.count();
    }
    for (int j = 0; j < features.size(); j++) {
      assertThat(features.mean()[j]).isCloseTo(0, within(1e-3));
      double deviation = j < features.size() - 2 * 3 ? 1 : 0.25;
      assertThat(Math.sqrt(squares[j])).isCloseTo(deviation, within(1e-2));
    }
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

  /** The held-out images with noise of a deviation, or the mean of neighbours taken repeatedly. */
  private static ImageSet changed(double noise, int blurs) {
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
        held.floats(index, false, into, offset);
        Random random = new Random(index);
        for (int blur = 0; blur < blurs; blur++) {
          for (int i = offset; i < offset + SHAPE.size() - 17; i++) {
            into[i] = (into[i] + into[i + 1] + into[i + 16] + into[i + 17]) / 4;
          }
        }
        for (int i = offset; i < offset + SHAPE.size(); i++) {
          into[i] += (float) (noise * random.nextGaussian());
        }
      }
    };
  }
}
