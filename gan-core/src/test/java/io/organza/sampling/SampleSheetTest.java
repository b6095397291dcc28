package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.image.Pixels;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSheetTest {

  private static final int SIDE = 8;

  private static ImageGenerator generator(int classes) {
    List<Integer> widths = List.of(8, 8);
    NetworkOptions options =
        new NetworkOptions(
            NetworkFamily.RESIDUAL,
            SIDE,
            SIDE,
            3,
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
    return new ImageGenerator(options, Precision.FP32, Device.cpu());
  }

  private static byte[] cell(BufferedImage sheet, int row, int column) {
    return Pixels.toLevels(sheet.getSubimage(column * SIDE, row * SIDE, SIDE, SIDE), 3);
  }

  @ParameterizedTest
  @CsvSource({"0,8", "1,1", "2,2", "5,5", "40,32"})
  void hasARowForEachClassOrIsASquare(int classes, int rows) {
    try (ImageGenerator generator = generator(classes)) {
      BufferedImage sheet = SampleSheet.of(generator);
      assertThat(sheet.getWidth()).isEqualTo(8 * SIDE);
      assertThat(sheet.getHeight()).isEqualTo(rows * SIDE);
    }
  }

  @Test
  void theColumnsAreSeedsAndTheRowsClasses() {
    try (ImageGenerator generator = generator(3)) {
      BufferedImage sheet = SampleSheet.of(generator);
      BufferedImage single = generator.generate(new long[] {5}, new int[] {2}).get(0);
      assertThat(cell(sheet, 2, 5)).isEqualTo(Pixels.toLevels(single, 3));
      assertThat(cell(sheet, 1, 5)).isNotEqualTo(cell(sheet, 2, 5));
    }
  }

  @Test
  void ofManyClassesSomeAreShown() {
    assertThat(SampleSheet.rows(3)).containsExactly(0, 1, 2);
    assertThat(SampleSheet.rows(1000)).hasSize(32).startsWith(0, 31, 62).endsWith(968);
  }
}
