package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.organza.image.ImageShape;
import io.organza.random.RandomStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifierTest {

  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);

  /** Stripes that lie or stand, of any phase and contrast. */
  private static final class Stripes implements Lesson {
    @Override
    public int classes() {
      return 2;
    }

    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public int draw(RandomStream random, float[] into, int offset) {
      int label = random.nextInt(2);
      int phase = random.nextInt(4);
      float contrast = 0.3f + 0.7f * random.nextFloat();
      for (int i = 0; i < SHAPE.size(); i++) {
        int along = label == 0 ? i / 8 : i % 8;
        into[offset + i] = (along + phase) % 4 < 2 ? contrast : -contrast;
      }
      return label;
    }
  }

  @Test
  void itLearnsToTellStripesThatLieFromThoseThatStand() {
    try (Classifier classifier = new Classifier(SHAPE, 2, Device.cpu(), 0)) {
      classifier.train(new Stripes(), 60, 0);
      float[][] images = new float[40][SHAPE.size()];
      int right = 0;
      for (int i = 0; i < images.length; i++) {
        for (int j = 0; j < SHAPE.size(); j++) {
          images[i][j] = ((i % 2 == 0 ? j / 8 : j % 8) + i) % 4 < 2 ? 0.5f : -0.5f;
        }
      }
      float[] logits = classifier.compute(set(images), Classifier::logits).values();
      for (int i = 0; i < images.length; i++) {
        right += (logits[2 * i + 1] > logits[2 * i] ? 1 : 0) == i % 2 ? 1 : 0;
      }
      assertThat(right).isEqualTo(images.length);
    }
  }

  /** By hand: a slope of 0.1 a row and 0.3 a column; 0.1 up and down from pixel to pixel. */
  @Test
  void theLastFeatureIsTheGrain() {
    try (Classifier classifier = new Classifier(SHAPE, 2, Device.cpu(), 0)) {
      float[][] images = new float[2][SHAPE.size()];
      for (int i = 0; i < SHAPE.size(); i++) {
        int row = i / 8;
        int column = i % 8;
        images[0][i] = 0.1f * row + 0.3f * column;
        images[1][i] = (row + column) % 2 == 0 ? 0.1f : -0.1f;
      }
      Features features = classifier.compute(set(images), Classifier::features);
      assertThat(features.values()[features.size() - 1])
          .isCloseTo((float) Math.log(0.01), within(1e-4f));
      assertThat(features.values()[2 * features.size() - 1])
          .isCloseTo((float) Math.log(0.4 + 0.01), within(1e-4f));
    }
  }

  /**
   * Without biases, leaky ReLU makes everything homogeneous: twice the image, twice the features of
   * the stages.
   */
  @Test
  void featuresGrowWithTheImage() {
    try (Classifier classifier = new Classifier(new ImageShape(3, 12, 20), 4, Device.cpu(), 5)) {
      Random random = new Random(1);
      float[][] images = new float[2][3 * 12 * 20];
      for (int i = 0; i < images[0].length; i++) {
        images[0][i] = random.nextFloat() - 0.5f;
        images[1][i] = 2 * images[0][i];
      }
      Features features =
          classifier.compute(
              PlanarImages.of(new ImageShape(3, 12, 20), images), Classifier::features);
      assertThat(features.size()).isEqualTo(128 + 128 + 3);
      for (int j = 0; j < 128 + 128; j++) {
        assertThat(features.values()[features.size() + j])
            .isCloseTo(2 * features.values()[j], within(1e-4f));
      }
    }
  }

  @Test
  void weightsCanBeReadAndLoaded() {
    float[][] image = new float[1][SHAPE.size()];
    image[0][9] = 1;
    try (Classifier one = new Classifier(SHAPE, 3, Device.cpu(), 1);
        Classifier other = new Classifier(SHAPE, 3, Device.cpu(), 2)) {
      float[] expected = one.compute(set(image), Classifier::logits).values();
      assertThat(other.compute(set(image), Classifier::logits).values()).isNotEqualTo(expected);
      other.load(one.values());
      assertThat(other.compute(set(image), Classifier::logits).values()).isEqualTo(expected);
      assertThat(other.values()).isEqualTo(one.values());
    }
  }

  @Test
  void itRefusesOtherChannels() {
    try (Classifier classifier = new Classifier(SHAPE, 2, Device.cpu(), 0)) {
      ImageSet coloured = PlanarImages.of(new ImageShape(3, 8, 8), new float[1][192]);
      assertThatThrownBy(() -> classifier.compute(coloured, Classifier::features))
          .hasMessageContaining("must have 1 channels, got 8x8x3");
    }
  }

  private static ImageSet set(float[][] images) {
    return PlanarImages.of(SHAPE, images);
  }
}
