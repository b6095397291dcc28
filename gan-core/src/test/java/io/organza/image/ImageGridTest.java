package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGridTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void imagesLieRowByRow(int type) {
    List<BufferedImage> images = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      images.add(plain(type, 4, 2, 40 * (i + 1)));
    }
    BufferedImage grid = ImageGrid.of(images, 3);
    assertThat(grid.getType()).isEqualTo(type);
    assertThat(grid.getWidth()).isEqualTo(12);
    assertThat(grid.getHeight()).isEqualTo(4);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 12; x++) {
        int cell = y / 2 * 3 + x / 4;
        int expected = cell < 5 ? 40 * (cell + 1) : 0;
        assertThat(grid.getRaster().getSample(x, y, 0)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 2", "5, 3", "9, 3", "10, 4", "64, 8"})
  void theUsualGridIsNearlySquare(int count, int columns) {
    assertThat(ImageGrid.columns(count)).isEqualTo(columns);
  }

  @Test
  void unlikeImagesAreRefused() {
    List<BufferedImage> images =
        List.of(
            plain(BufferedImage.TYPE_INT_RGB, 4, 4, 0), plain(BufferedImage.TYPE_INT_RGB, 4, 5, 0));
    assertThatThrownBy(() -> ImageGrid.of(images, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x4")
        .hasMessageContaining("4x5");
  }

  @Test
  void noImagesAreRefused() {
    assertThatThrownBy(() -> ImageGrid.of(List.of(), 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BufferedImage plain(int type, int width, int height, int level) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, level);
      }
    }
    return image;
  }
}
