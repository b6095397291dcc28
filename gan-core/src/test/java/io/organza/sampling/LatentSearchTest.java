package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.sampling.LatentSearch.Match;
import io.organza.torch.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentSearchTest {

  private static final LatentSearch.Options SHORT = new LatentSearch.Options(4, 150, 0);

  private static ImageGenerator generator(int channels, int classes) {
    List<Integer> widths = List.of(8, 8);
    NetworkOptions network =
        new NetworkOptions(
            NetworkFamily.RESIDUAL,
            12,
            20,
            channels,
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
    return new ImageGenerator(network, Precision.FP32, Device.cpu());
  }

  /** Returns a picture that a generator can make, of a seed. */
  private static byte[] picture(ImageGenerator generator, long seed, int... classes) {
    float[][] latent = new Latents(generator.latentSize(), Truncation.NONE).of(seed);
    return generator.levels(latent, classes)[0];
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "3, 6", "4, 7"})
  void thePictureOfALatentIsFound(int channels, long seed) {
    try (ImageGenerator generator = generator(channels, 0)) {
      byte[] picture = picture(generator, seed);
      Match match = new LatentSearch(generator, SHORT).find(picture, List.of(), steps -> true);
      Match drawn = new LatentSearch(generator, SHORT).find(picture, List.of(), steps -> false);
      assertThat(match.rms()).isLessThan(0.02).isLessThan(drawn.rms() / 2);

      byte[] again = generator.levels(new float[][] {match.latent()}, new int[0])[0];
      assertThat(match.levels()).isEqualTo(again);
      double squares = 0;
      for (int i = 0; i < picture.length; i++) {
        squares += Math.pow((again[i] & 0xFF) - (picture[i] & 0xFF), 2);
      }
      assertThat(match.rms()).isCloseTo(Math.sqrt(squares / picture.length) / 255, within(1e-12));
    }
  }

  @Test
  void aStartThatIsNearerThanWhereItsDescentEndsIsFound() {
    try (ImageGenerator generator = generator(3, 0)) {
      LatentSearch search = new LatentSearch(generator, new LatentSearch.Options(1, 1, 0));
      Match start = search.find(picture(generator, 5), List.of(), steps -> false);
      Match match = search.find(start.levels(), List.of(), steps -> true);
      assertThat(match.rms()).isZero();
      assertThat(match.latent()).isEqualTo(start.latent());
    }
  }

  @Test
  void theLatentStaysNearTheSphere() {
    try (ImageGenerator generator = generator(3, 0)) {
      byte[] white = new byte[generator.shape().size()];
      Arrays.fill(white, (byte) 255);
      Match match = new LatentSearch(generator, SHORT).find(white, List.of(), steps -> true);
      double squares = 0;
      for (float z : match.latent()) {
        squares += z * z;
      }
      // A picture that no latent has would draw it far away.
      assertThat(Math.sqrt(squares / generator.latentSize())).isBetween(0.2, 5.0);
    }
  }

  @Test
  void onlyTheClassesThatAreAskedForAreTried() {
    try (ImageGenerator generator = generator(3, 5)) {
      byte[] picture = picture(generator, 2, 3);
      LatentSearch search = new LatentSearch(generator, new LatentSearch.Options(5, 60, 0));
      assertThat(search.find(picture, List.of(1), steps -> true).label()).isEqualTo(1);
      Match match = search.find(picture, List.of(0, 1, 2, 3, 4), steps -> true);
      byte[][] again = generator.levels(new float[][] {match.latent()}, new int[] {match.label()});
      assertThat(match.levels()).isEqualTo(again[0]);
    }
  }

  @Test
  void everyClassOfManyIsDrawnFourTimes() {
    try (ImageGenerator generator = generator(3, 70)) {
      List<Integer> classes = IntStream.range(0, 70).boxed().toList();
      LatentSearch search = new LatentSearch(generator, new LatentSearch.Options(1, 1, 8));
      for (int drawn : new int[] {0, 69, 150, 279}) {
        float[] latent =
            RandomStream.of(8, Purpose.SEARCHED_LATENTS, drawn).gaussians(generator.latentSize());
        byte[] picture = generator.levels(new float[][] {latent}, new int[] {drawn % 70})[0];
        Match match = search.find(picture, classes, steps -> true);
        assertThat(match.rms()).isZero();
        assertThat(match.label()).isEqualTo(drawn % 70);
        assertThat(match.latent()).isEqualTo(latent);
      }
    }
  }

  @Test
  void stepsAreToldUntilItIsToStop() {
    try (ImageGenerator generator = generator(3, 0)) {
      List<Integer> told = new ArrayList<>();
      new LatentSearch(generator, SHORT)
          .find(
              picture(generator, 1),
              List.of(),
              steps -> {
                told.add(steps);
                return steps < 2;
              });
      assertThat(told).containsExactly(0, 1, 2);
    }
  }

  /** It draws sixteen passes; after the first of them, and before the first step, it asks. */
  @Test
  void whileItDrawsItMayBeStoppedToo() {
    try (ImageGenerator generator = generator(3, 0)) {
      List<Integer> told = new ArrayList<>();
      new LatentSearch(generator, new LatentSearch.Options(64, 150, 0))
          .find(
              picture(generator, 1),
              List.of(),
              steps -> {
                told.add(steps);
                return false;
              });
      assertThat(told).containsExactly(0, 0);
    }
  }

  @Test
  void theSameSearchFindsTheSame() {
    try (ImageGenerator generator = generator(3, 0)) {
      byte[] picture = picture(generator, 1);
      LatentSearch search = new LatentSearch(generator, new LatentSearch.Options(2, 5, 9));
      assertThat(search.find(picture, List.of(), steps -> true).latent())
          .isEqualTo(search.find(picture, List.of(), steps -> true).latent());
    }
  }

  @Test
  void anotherPictureOrClassesThatAreNoneAreRefused() {
    try (ImageGenerator generator = generator(3, 0)) {
      LatentSearch search = new LatentSearch(generator, SHORT);
      assertThatThrownBy(() -> search.find(new byte[7], List.of(), steps -> true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("20x12x3")
          .hasMessageContaining("got 7");
      byte[] picture = picture(generator, 1);
      assertThatThrownBy(() -> search.find(picture, List.of(0), steps -> true))
          .hasMessageContaining("[0]");
      assertThatThrownBy(() -> new LatentSearch.Options(0, 1, 0)).hasMessageContaining("got 0");
    }
  }
}
