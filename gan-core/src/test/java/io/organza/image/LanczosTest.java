package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanczosTest {

  @ParameterizedTest
  @CsvSource({"100, 7", "7, 100", "33, 33", "1, 5", "5, 1"})
  void theValuesOfAPixelAreResampledAsIfAlone(int from, int to) {
    SplittableRandom random = new SplittableRandom(from);
    Lanczos lanczos = new Lanczos(from, to);
    for (int stride : new int[] {2, 3, 4}) {
      float[] line = new float[from * stride];
      for (int i = 0; i < line.length; i++) {
        line[i] = random.nextInt(256);
      }
      float[] together = new float[to * stride];
      lanczos.apply(line, stride, together);
      for (int k = 0; k < stride; k++) {
        float[] own = new float[from];
        for (int i = 0; i < from; i++) {
          own[i] = line[i * stride + k];
        }
        float[] alone = new float[to];
        lanczos.apply(own, 1, alone);
        for (int i = 0; i < to; i++) {
          assertThat(together[i * stride + k]).isEqualTo(alone[i]);
        }
      }
    }
  }
}
