package io.organza.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdaptiveL2Test {

  private static final AdaptiveL2 ADAPTIVE = new AdaptiveL2(true, 1e-6, 1e-3, 0.1, 20);

  @Test
  void lambdaMovesByPowersOfTen() {
    assertThat(ADAPTIVE.lambda(1e-5, 0)).isEqualTo(1e-5);
    assertThat(ADAPTIVE.lambda(1e-5, 1)).isCloseTo(1e-4, within(1e-16));
    assertThat(ADAPTIVE.lambda(1e-5, -0.5)).isCloseTo(1e-5 / Math.sqrt(10), within(1e-16));
  }

  @Test
  void tenOfTwentyKimgAreHalfADecade() {
    assertThat(ADAPTIVE.move(1e-5, 0, true, 10)).isEqualTo(0.5);
    assertThat(ADAPTIVE.move(1e-5, 0, false, 10)).isEqualTo(-0.5);
  }

  @Test
  void itStaysBetweenItsBounds() {
    assertThat(ADAPTIVE.move(1e-5, 1.9, true, 20)).isCloseTo(2, within(1e-12));
    assertThat(ADAPTIVE.move(1e-5, -0.9, false, 20)).isCloseTo(-1, within(1e-12));
    assertThat(ADAPTIVE.lambda(1, 0)).isEqualTo(1e-3);
    assertThat(ADAPTIVE.lambda(1e-9, 0)).isEqualTo(1e-6);
  }

  @Test
  void aFixedLambdaStays() {
    assertThat(AdaptiveL2.NONE.lambda(0.5, 3)).isEqualTo(0.5);
  }

  @Test
  void badValuesAreNamed() {
    assertThat(new AdaptiveL2(true, 0, -1, 2, 0).problems())
        .containsExactly(
            "l2-bounds: least must be above 0 and finite, got 0.0",
            "l2-bounds: most must be at least the least, got -1.0",
            "loss.adaptiveL2.target: must be from 0 to 1, got 2.0",
            "loss.adaptiveL2.decadeKimg: must be above 0 and finite, got 0.0");
  }
}
