package io.organza.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Computed outside of Java with a transcription of the public-domain splitmix64.c. */
  @Test
  void numbersAreThoseOfSplitMix64() {
    RandomStream weights = RandomStream.of(42, Purpose.WEIGHTS, 0);
    assertThat(weights.nextLong()).isEqualTo(0xEBEDE8208EF8DF4CL);
    assertThat(weights.nextLong()).isEqualTo(0x32720925A53E4598L);
    assertThat(weights.nextLong()).isEqualTo(0xA286BD979214391DL);
    assertThat(weights.nextLong()).isEqualTo(0x79E76AD09C735C99L);
    RandomStream picture = RandomStream.of(-1, Purpose.PICTURE, 1L << 40);
    assertThat(picture.nextLong()).isEqualTo(0x8399D8C89B838541L);
    assertThat(picture.nextLong()).isEqualTo(0x402E45D2B56D7116L);
  }

  /** The JDK's generator is SplitMix64 too, with the same constants. */
  @Test
  void numbersAreThoseOfTheJdksSplittableRandom() {
    for (Purpose purpose : Purpose.values()) {
      for (long index : new long[] {0, 1, 17, Long.MAX_VALUE, -5}) {
        SplittableRandom expected = new SplittableRandom(key(7, purpose, index));
        RandomStream stream = RandomStream.of(7, purpose, index);
        for (int i = 0; i < 100; i++) {
          assertThat(stream.nextLong()).isEqualTo(expected.nextLong());
        }
      }
    }
  }

  @Test
  void theJdksMixIsThePublishedOne() {
    SplittableRandom jdk = new SplittableRandom(1234567);
    // The first numbers of splitmix64.c for the state 1234567, as published.
    assertThat(jdk.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(jdk.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(jdk.nextLong()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
  }

  /** What a seed means must not change with the JDK, whose default methods these are. */
  @Test
  void derivedNumbersAreFixed() {
    RandomStream integers = RandomStream.of(42, Purpose.WEIGHTS, 0);
    assertThat(new int[] {integers.nextInt(10), integers.nextInt(10), integers.nextInt(10)})
        .containsExactly(8, 2, 5);
    RandomStream gaussians = RandomStream.of(42, Purpose.WEIGHTS, 0);
    assertThat(gaussians.nextGaussian()).isCloseTo(0.7369218159351641, within(1e-15));
    assertThat(gaussians.nextGaussian()).isCloseTo(2.1327872281809763, within(1e-15));
  }

  @Test
  void theSameStreamRepeats() {
    RandomStream first = RandomStream.of(3, Purpose.TRAINING_LATENTS, 12);
    float[] numbers = first.gaussians(1001);
    assertThat(RandomStream.of(3, Purpose.TRAINING_LATENTS, 12).gaussians(1001)).isEqualTo(numbers);
    assertThat(first.gaussians(1001)).isNotEqualTo(numbers);
  }

  @Test
  void whatIsSkippedIsWhatWouldHaveBeenDrawn() {
    RandomStream stream = RandomStream.of(3, Purpose.GENERATOR_NOISE, 12);
    RandomStream skipping = RandomStream.of(3, Purpose.GENERATOR_NOISE, 12);
    assertThat(skipping.skip(0)).isEqualTo(key(3, Purpose.GENERATOR_NOISE, 12));
    assertThat(skipping.skip(2)).isEqualTo(key(3, Purpose.GENERATOR_NOISE, 12));
    stream.nextLong();
    stream.nextLong();
    assertThat(skipping.nextLong()).isEqualTo(stream.nextLong());
  }

  @Test
  void seedsPurposesAndIndicesHaveStreamsOfTheirOwn() {
    Set<Long> firstNumbers = new HashSet<>();
    int streams = 0;
    for (long seed = -2; seed <= 2; seed++) {
      for (Purpose purpose : Purpose.values()) {
        for (long index = -50; index < 1000; index++) {
          firstNumbers.add(RandomStream.of(seed, purpose, index).nextLong());
          streams++;
        }
      }
    }
    assertThat(firstNumbers).hasSize(streams);
  }

  @Test
  void purposesHaveNumbersOfTheirOwn() {
    Set<Long> ids = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      ids.add(purpose.id);
    }
    assertThat(ids).hasSize(Purpose.values().length);
  }

  /** The tolerances are five standard errors: 1/sqrt(n), sqrt(2/n), sqrt(15/n) and sqrt(96/n). */
  @Test
  void gaussiansHaveTheMomentsOfTheNormalDistribution() {
    int n = 1_000_000;
    double[] moments = moments(RandomStream.of(1, Purpose.SAMPLE_LATENTS, 0).gaussians(n));
    assertThat(moments[0]).as("mean").isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
    assertThat(moments[1]).as("variance").isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(moments[2]).as("third moment").isCloseTo(0, within(5 * Math.sqrt(15.0 / n)));
    assertThat(moments[3]).as("fourth moment").isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
  }

  /** Neighbouring streams are those of neighbouring steps; latents must not be correlated. */
  @Test
  void neighbouringStreamsAreNotCorrelated() {
    int n = 200_000;
    float[] left = RandomStream.of(1, Purpose.TRAINING_LATENTS, 100).gaussians(n);
    float[] right = RandomStream.of(1, Purpose.TRAINING_LATENTS, 101).gaussians(n);
    double product = 0;
    for (int i = 0; i < n; i++) {
      product += left[i] * right[i];
    }
    assertThat(product / n).isCloseTo(0, within(5 * Math.sqrt(1.0 / n)));
  }

  private static double[] moments(float[] numbers) {
    double[] moments = new double[4];
    for (float number : numbers) {
      double power = 1;
      for (int i = 0; i < moments.length; i++) {
        power *= number;
        moments[i] += power / numbers.length;
      }
    }
    return moments;
  }

  private static long key(long seed, Purpose purpose, long index) {
    long key = mix(seed + GOLDEN_GAMMA);
    key = mix(key ^ mix(purpose.id * GOLDEN_GAMMA));
    return mix(key + index * GOLDEN_GAMMA);
  }

  private static long mix(long z) {
    return new SplittableRandom(z - GOLDEN_GAMMA).nextLong();
  }
}
