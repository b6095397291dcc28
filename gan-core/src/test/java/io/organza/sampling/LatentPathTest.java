package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.organza.sampling.LatentPath.Easing;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatentPathTest {

  private static final Offset<Float> ROUNDING = within(1e-6f);

  @Test
  void theArcDividesTheAngle() {
    float[] x = {2, 0};
    float[] y = {0, 2};
    LatentPath path = new LatentPath(new float[][] {x, y}, 3, Easing.LINEAR);
    float[] third = path.at(1);
    assertThat(third[0]).isCloseTo((float) (2 * Math.cos(Math.PI / 6)), ROUNDING);
    assertThat(third[1]).isCloseTo((float) (2 * Math.sin(Math.PI / 6)), ROUNDING);
  }

  @Test
  void latentsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> new LatentPath(new float[][] {{1, 2}, {3}}, 1, Easing.LINEAR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachLatentIsMetExactlyAndTheEndIsTheBeginning() {
    float[][] latents = new Latents(16, Truncation.NONE).of(3, 1, 4);
    for (Easing easing : Easing.values()) {
      LatentPath path = new LatentPath(latents, 7, easing);
      assertThat(path.at(0)).isEqualTo(latents[0]);
      assertThat(path.at(7)).isEqualTo(latents[1]);
      assertThat(path.at(14)).isEqualTo(latents[2]);
      assertThat(path.at(21)).isEqualTo(latents[0]);
    }
  }

  @Test
  void normalLatentsStayNearTheirSphere() {
    float[][] latents = new Latents(512, Truncation.NONE).of(0, 1);
    LatentPath path = new LatentPath(latents, 10, Easing.LINEAR);
    for (int step = 0; step <= 10; step++) {
      double squares = 0;
      for (float z : path.at(step)) {
        squares += z * z;
      }
      // Halfway on a straight line it would be 0.71.
      assertThat(Math.sqrt(squares / 512)).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void easingIsSlowAtTheLatents() {
    assertThat(Easing.SMOOTH.at(0.5)).isEqualTo(0.5);
    assertThat(Easing.SMOOTH.at(0.25)).isEqualTo(0.15625);
    assertThat(Easing.SMOOTH.at(1)).isEqualTo(1);
    assertThat(Easing.LINEAR.at(0.25)).isEqualTo(0.25);
  }

  @Test
  void alikeAndOppositeLatentsAreJoinedByALine() {
    float[] x = {1, 2};
    assertThat(LatentPath.between(x, x, 0.3)).containsExactly(x, ROUNDING);
    assertThat(LatentPath.between(x, new float[] {2, 4}, 0.5))
        .containsExactly(new float[] {1.5f, 3}, ROUNDING);
    assertThat(LatentPath.between(x, new float[] {-1, -2}, 0.25))
        .containsExactly(new float[] {0.5f, 1}, ROUNDING);
    assertThat(LatentPath.between(new float[2], x, 0.5))
        .containsExactly(new float[] {0.5f, 1}, ROUNDING);
  }

  @Test
  void theNearestLatentChangesHalfway() {
    LatentPath path = new LatentPath(new float[3][2], 4, Easing.SMOOTH);
    int[] nearest = new int[12];
    for (int step = 0; step < 12; step++) {
      nearest[step] = path.nearest(step);
    }
    assertThat(nearest).containsExactly(0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0);
  }

  @Test
  void aPathWithoutLatentsIsRefused() {
    assertThatThrownBy(() -> new LatentPath(new float[0][], 4, Easing.SMOOTH))
        .hasMessageContaining("got 0 and 4");
  }
}
