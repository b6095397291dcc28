package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.Fit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowersTest {

  @Test
  void aPictureIsAPureFunctionOfItsIndex() {
    int[] alone = pixels(Flowers.picture(12_345, 32));
    List<int[]> others = List.of(pixels(Flowers.picture(1, 32)), pixels(Flowers.picture(2, 64)));
    assertThat(others).doesNotContain(alone);
    assertThat(pixels(Flowers.picture(12_345, 32))).isEqualTo(alone);
  }

  @Test
  void picturesDiffer() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      seen.add(Arrays.hashCode(pixels(Flowers.picture(i, 32))));
    }
    assertThat(seen).hasSize(300);
  }

  @Test
  void thereIsNoLastPicture() {
    assertThat(pixels(Flowers.picture(Long.MAX_VALUE, 16))).hasSize(256);
  }

  @Test
  void speciesTakeTurnsAndAreToldApart() {
    // Each picture is given the species of the most alike of others: chance would be right for 1/6.
    List<Species> species = List.of(Species.values());
    List<int[]> known = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      assertThat(Flowers.species(i)).isEqualTo(species.get(i % 6));
      known.add(head(i));
    }
    int right = 0;
    for (int i = 1200; i < 1500; i++) {
      int[] head = head(i);
      int nearest = 0;
      for (int other = 1; other < known.size(); other++) {
        if (distance(head, known.get(other)) < distance(head, known.get(nearest))) {
          nearest = other;
        }
      }
      if (Flowers.species(nearest) == Flowers.species(i)) {
        right++;
      }
    }
    assertThat(right).isGreaterThan(200);
  }

  @Test
  void aLargePictureIsTheSmallOneInDetail() {
    for (int i = 0; i < 12; i++) {
      int[] small = pixels(Flowers.picture(i, 32));
      int[] large = pixels(Fit.CROP.apply(Flowers.picture(i, 256), 32, 32));
      double difference = 0;
      for (int p = 0; p < small.length; p++) {
        difference += Math.abs((small[p] >> 8 & 0xFF) - (large[p] >> 8 & 0xFF));
      }
      assertThat(difference / small.length).isLessThan(8);
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 32", "48, 32", "28, 28", "64, 96"})
  void anyShapeIsPainted(int height, int width) throws IOException {
    try (ImageSource flowers = ImageSource.open("builtin:flowers")) {
      assertThat(flowers.name()).isEqualTo("flowers");
      assertThat(flowers.count()).isEqualTo(10_000);
      BufferedImage image = flowers.picture(3, Fit.CROP, height, width).image();
      assertThat(image.getHeight()).isEqualTo(height);
      assertThat(image.getWidth()).isEqualTo(width);
    }
  }

  /** Returns the levels of a small picture's upper half, where the head is. */
  private static int[] head(int index) {
    int[] argb = Flowers.picture(index, 16).getRGB(0, 0, 16, 10, null, 0, 16);
    int[] levels = new int[3 * argb.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = argb[i / 3] >> (8 * (i % 3)) & 0xFF;
    }
    return levels;
  }

  private static double distance(int[] one, int[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
