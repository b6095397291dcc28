package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageSetTest {

  private static final ImageShape PIXEL = new ImageShape(1, 1, 1);

  /** Dark and bright images come in turn, as left and right ones may: half of them must be both. */
  @Test
  void someOfTheImagesStandForAllWhateverTheirOrder() {
    byte[][] levels = new byte[1000][];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = new byte[] {(byte) (i % 2 * 100 + i / 10 % 100)};
    }
    ImageSet some = ImageSet.of(levels, PIXEL).atMost(500);
    assertThat(some.count()).isEqualTo(500);
    int bright = 0;
    for (int i = 0; i < some.count(); i++) {
      bright += level(some, i) < 100 ? 0 : 1;
    }
    assertThat(bright).isBetween(200, 300);
  }

  @Test
  void noImageIsTakenTwice() {
    byte[][] levels = new byte[256][];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = new byte[] {(byte) i};
    }
    ImageSet all = ImageSet.of(levels, PIXEL);
    ImageSet some = all.atMost(200);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < some.count(); i++) {
      seen.add(level(some, i));
    }
    assertThat(seen).hasSize(200);
    assertThat(all.atMost(256)).isSameAs(all);
  }

  @Test
  void featuresAreInTheOrderOfTheImagesHoweverManyThereAre() {
    byte[][] levels = new byte[2_345][];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = new byte[] {(byte) (i % 251)};
    }
    ImageFeatures level = images -> Features.of(rows(images));
    ImageSet all = ImageSet.of(levels, PIXEL);
    List<Integer> progress = new ArrayList<>();
    List<Features> features = all.features(List.of(level, level), progress::add);
    assertThat(progress).containsExactly(1000, 2000, 2345);
    assertThat(features).hasSize(2);
    assertThat(features.get(1).values()).isEqualTo(level.of(all).values());
    assertThat(level.of(all.range(1000, 1002)).values()).containsExactly(1000 % 251, 1001 % 251);
  }

  private static float[][] rows(ImageSet images) {
    float[][] rows = new float[images.count()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {level(images, i)};
    }
    return rows;
  }

  private static int level(ImageSet images, int index) {
    float[] pixel = new float[1];
    images.floats(index, pixel, 0);
    return Math.round((pixel[0] + 1) * 127.5f);
  }
}
