package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn on the device is what the stream's numbers say. */
class TorchNoiseTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static RandomStream stream() {
    return RandomStream.of(5, Purpose.GENERATOR_NOISE, 3);
  }

  /** The Box-Muller transform of two times 24 bits of a number. */
  private static double gaussian(long number) {
    double radius = Math.sqrt(-2 * Math.log(((number >>> 40) + 1) * 0x1.0p-24));
    return radius * Math.cos(2 * Math.PI * ((number >>> 16) & 0xFFFFFF) * 0x1.0p-24);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void noiseIsTheStreamsForEachPixelTimesTheChannelsScale(Precision precision) {
    float[] scales = {1, -2, 0};
    NDArray x = manager.arange(2 * 3 * 4 * 5f).reshape(2, 3, 4, 5).mul(0.0625f).add(1);
    NDArray scale = manager.create(scales);

    NDArray y =
        Torch.leave(Torch.addNoise(Torch.enter(x, precision), scale, stream().skip(2 * 4 * 5)));

    RandomStream stream = stream();
    for (int n = 0; n < 2; n++) {
      for (int pixel = 0; pixel < 20; pixel++) {
        double noise = gaussian(stream.nextLong());
        for (int c = 0; c < 3; c++) {
          double expected = x.getFloat(n, c, pixel / 5, pixel % 5) + scales[c] * noise;
          // float32's rounding; bfloat16 has 8 bits, and is rounded to three times.
          double close = precision == Precision.FP32 ? 1e-5 : 0x1.0p-7 * (Math.abs(expected) + 4);
          assertThat((double) y.getFloat(n, c, pixel / 5, pixel % 5))
              .isCloseTo(expected, within(close));
        }
      }
    }
  }

  /** Moments of the standard normal distribution; five standard errors of each. */
  @Test
  void noiseIsStandardNormal() {
    int count = 1 << 18;
    NDArray noise =
        Torch.addNoise(
            manager.zeros(new Shape(4, 1, 256, 256)),
            manager.ones(new Shape(1)),
            stream().skip(count));
    double error = 5 / Math.sqrt(count);
    assertThat((double) noise.mean().getFloat()).isCloseTo(0, within(error));
    assertThat((double) noise.pow(2).mean().getFloat()).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat((double) noise.pow(3).mean().getFloat()).isCloseTo(0, within(error * Math.sqrt(15)));
    assertThat((double) noise.pow(4).mean().getFloat()).isCloseTo(3, within(error * Math.sqrt(96)));
  }

  /** The sum of squares is a quadratic of the scale, whose central difference is its slope. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void theGradientOfTheScaleIsItsFiniteDifference(Precision precision) {
    NDArray x = Torch.enter(manager.randomNormal(new Shape(3, 4, 6, 6)), precision);
    NDArray scale = Torch.leaf(manager.create(new float[] {0, 0.5f, -0.25f, 2}));
    NDList gradient = Torch.recorded(() -> Torch.gradients(sumOfSquares(x, scale), List.of(scale)));
    for (int c = 0; c < 4; c++) {
      float[] step = new float[4];
      step[c] = 0.5f;
      float ahead = sumOfSquares(x, scale.add(manager.create(step))).getFloat();
      float behind = sumOfSquares(x, scale.sub(manager.create(step))).getFloat();
      double close = precision == Precision.FP32 ? 1e-2 : 4;
      assertThat((double) gradient.head().getFloat(c)).isCloseTo(ahead - behind, within(close));
    }
  }

  private static NDArray sumOfSquares(NDArray x, NDArray scale) {
    return Torch.leave(Torch.addNoise(x, scale, stream().skip(0))).square().sum();
  }

  /** An odd number of features, so that the last number of an image is not used up. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void dropoutFollowsSixteenBitsForEachFeature(Precision precision) {
    NDArray x = manager.ones(new Shape(3, 5, 3, 3));
    long numbers = Torch.dropoutNumbers(5 * 3 * 3);

    NDArray y =
        Torch.leave(Torch.dropOut(Torch.enter(x, precision), 0.75, stream().skip(3 * numbers)));

    RandomStream stream = stream();
    for (int n = 0; n < 3; n++) {
      long number = 0;
      for (int feature = 0; feature < 45; feature++) {
        number = feature % 4 == 0 ? stream.nextLong() : number >>> 16;
        boolean kept = (short) number + 32768 >= 0.75 * 65536;
        assertThat(y.getFloat(n, feature % 5, feature / 15, feature / 5 % 3))
            .isEqualTo(kept ? 4 : 0);
      }
    }
  }

  /** Five standard errors of the binomial distribution. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 0.5, 0.9})
  void dropoutSetsItsShareToZeroAndKeepsTheMean(double share) {
    NDArray x = manager.ones(new Shape(16, 7, 33, 33));
    double features = x.size();

    NDArray y = Torch.dropOut(x, share, stream().skip(0));

    double error = 5 * Math.sqrt(share * (1 - share) / features) + 0x1.0p-16;
    assertThat(y.eq(0).countNonzero().getLong() / features).isCloseTo(share, within(error));
    assertThat((double) y.mean().getFloat()).isCloseTo(1, within(error / (1 - share)));
    assertThat((double) y.max().getFloat()).isCloseTo(1 / (1 - share), within(1e-3));
  }

  @Test
  void whatIsDroppedHasNoGradientAndTheRestItsScale() {
    NDArray x = Torch.leaf(manager.ones(new Shape(2, 4, 3, 3)));
    NDArray[] dropped = new NDArray[1];
    NDList gradient =
        Torch.recorded(
            () -> {
              dropped[0] = Torch.dropOut(x, 0.5, stream().skip(0));
              return Torch.gradients(dropped[0].sum(), List.of(x));
            });
    assertThat(gradient.head().toFloatArray()).isEqualTo(dropped[0].toFloatArray());
  }
}
