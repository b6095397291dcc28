package io.organza.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkOptionsTest {

  static NetworkOptions residual(int height, int width, int channels, int... widths) {
    List<Integer> list = java.util.Arrays.stream(widths).boxed().toList();
    return new NetworkOptions(
        NetworkFamily.RESIDUAL,
        height,
        width,
        channels,
        8,
        list,
        list,
        1,
        BlockShape.BASIC,
        4,
        0,
        false,
        0,
        false);
  }

  @ParameterizedTest
  @CsvSource({"28,28,2", "32,32,3", "32,48,3", "96,96,4", "256,256,6", "64,32,3", "8,8,1"})
  void theShorterSideIsHalvedUntilItIsFourToSeven(int height, int width, int doublings) {
    assertThat(NetworkOptions.doublings(height, width)).isEqualTo(doublings);
    assertThat(Math.min(height, width) >> doublings).isBetween(4, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "32,32,32,32",
    "100,100,96,96",
    "33,31,32,32",
    "30,30,32,32",
    "250,250,256,256",
    "1,1,8,8",
    "48,30,48,32",
    "30,44,32,48",
    "63,200,64,208"
  })
  void theNearestSizeIsAMultipleOfWhatTheStemAsksFor(int h, int w, int nearestH, int nearestW) {
    assertThat(NetworkOptions.nearestSize(h, w)).containsExactly(nearestH, nearestW);
  }

  @Test
  void aSizeThatCannotBeBuiltIsToldWithTheNearest() {
    assertThat(residual(100, 100, 3, 8, 8, 8, 8, 8).problems())
        .containsExactly(
            "resolution: must be multiples of 16, the nearest that can be built is 96x96,"
                + " got 100x100");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    NetworkOptions options =
        new NetworkOptions(
            NetworkFamily.RESIDUAL,
            32,
            32,
            2,
            0,
            List.of(8, 8, 8, 8),
            List.of(8, 0),
            1,
            BlockShape.BASIC,
            4,
            -1,
            false,
            1,
            true);

    assertThat(options.problems())
        .anyMatch(p -> p.startsWith("channels: ") && p.endsWith("got 2"))
        .anyMatch(p -> p.startsWith("latent-size: ") && p.endsWith("got 0"))
        .anyMatch(p -> p.startsWith("discriminator-widths: "))
        .anyMatch(p -> p.startsWith("classes: ") && p.endsWith("got -1"))
        .contains(
            "smoothed-stages: must be at least 0 and at most the transposed convolutions, of which"
                + " residual networks have none, got 1",
            "modulated: must be false for residual networks, which normalise nothing, got true")
        .hasSize(7);
  }

  @Test
  void stemsFollowFromTheNumberOfStages() {
    NetworkOptions options = residual(32, 48, 3, 8, 8, 8, 8);

    assertThat(options.problems()).isEmpty();
    assertThat(options.stemHeight()).isEqualTo(4);
    assertThat(options.stemWidth()).isEqualTo(6);
  }
}
