package io.organza;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.data.DataOptions;
import io.organza.network.Discriminator;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.training.Schedule;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {

  private static final DataOptions DATA = DataOptions.of("builtin:flowers");

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetIsRightForManySizes(Preset preset) {
    int[][] sizes = {{32, 32}, {28, 28}, {32, 48}, {64, 64}, {96, 96}, {256, 256}, {8, 8}};
    for (int[] size : sizes) {
      for (int channels : new int[] {1, 3, 4}) {
        assertThat(preset.config(DATA, size[0], size[1], channels).problems()).isEmpty();
      }
    }
  }

  @Test
  void gammaGrowsWithThePixelsOfAnySize() {
    assertThat(Preset.SMALL.gamma(DATA, 1 << 16, 1 << 16, 32).at(0)).isEqualTo(1 << 22);
  }

  @ParameterizedTest
  @CsvSource({"TINY, 1.0, 2.0, 0.4, 0.6", "SMALL, 4, 8, 4, 8", "BASE, 19, 22, 19, 22"})
  void networksAreOfTheSizeThatThePresetPromises(
      Preset preset, double least, double most, double leastD, double mostD) {
    NetworkOptions network = preset.config(DATA, 32, 32, 3).network();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Generator generator = new Generator(network, Precision.FP32, 0);
      generator.initialize(manager);
      assertThat(millions(generator.trained())).isBetween(least, most);
      Discriminator discriminator = new Discriminator(network, Precision.FP32, 0);
      discriminator.initialize(manager);
      assertThat(millions(discriminator.trained())).isBetween(leastD, mostD);
    }
  }

  /** Eight images of 64x64 have four times the pixels, and a quarter of the images. */
  @Test
  void gammaFollowsThePixelsAndTheBatchAndFallsInTiny() {
    assertThat(Preset.SMALL.gamma(DATA, 32, 32, 32)).isEqualTo(Schedule.constant(1));
    assertThat(Preset.BASE.gamma(DATA, 64, 64, 8)).isEqualTo(Schedule.constant(16));
    assertThat(Preset.DCGAN.gamma(DATA, 64, 64, 8)).isEqualTo(Schedule.constant(0));
    assertThat(Preset.TINY.gamma(DATA, 64, 64, 8)).isEqualTo(new Schedule(16, 3.2, 300));
    assertThat(Preset.TINY.config(DATA, 32, 32, 3).training().gamma())
        .isEqualTo(new Schedule(1, 0.2, 300));
  }

  @Test
  void ofLabelledImagesTinyIsModulatedAndHasHalfTheGamma() {
    DataOptions labelled = DataOptions.of("pictures", DataOptions.FOLDERS);
    for (Preset preset : Preset.values()) {
      GanConfig without = preset.config(DATA, 32, 32, 3);
      GanConfig with = preset.config(labelled, 32, 32, 3);
      assertThat(with.problems()).isEmpty();
      assertThat(without.network().modulated()).isFalse();
      assertThat(with.network().modulated()).isEqualTo(preset == Preset.TINY);
      double factor = preset == Preset.TINY ? 0.5 : 1;
      assertThat(with.training().gamma().at(0))
          .isEqualTo(factor * without.training().gamma().at(0));
    }
  }

  @Test
  void theLearningRateOfTinyFallsAndTheOthersStay() {
    assertThat(Preset.TINY.config(DATA, 32, 32, 3).training().learningRate())
        .isEqualTo(new Schedule(1e-3, 2e-4, 150, 150));
    assertThat(Preset.SMALL.config(DATA, 32, 32, 3).training().learningRate())
        .isEqualTo(Schedule.constant(3e-4));
  }

  private static double millions(SortedMap<String, NDArray> parameters) {
    return parameters.values().stream().mapToLong(NDArray::size).sum() / 1e6;
  }

  @Test
  void widthsHalveWhileTheResolutionDoubles() {
    NetworkOptions at32 = Preset.TINY.config(DATA, 32, 32, 3).network();
    assertThat(at32.generatorWidths()).containsExactly(256, 128, 64);
    assertThat(at32.discriminatorWidths()).containsExactly(128, 64, 32);
    NetworkOptions at64 = Preset.TINY.config(DATA, 64, 64, 3).network();
    assertThat(at64.discriminatorWidths()).containsExactly(128, 128, 64, 32);
    NetworkOptions small = Preset.SMALL.config(DATA, 32, 32, 3).network();
    assertThat(small.generatorWidths()).containsExactly(512, 512, 256, 128);
    NetworkOptions classic = Preset.DCGAN.config(DATA, 32, 32, 3).network();
    assertThat(classic.generatorWidths()).containsExactly(256, 128, 64);
  }

  @Test
  void aSizeThatCannotBeBuiltIsAProblemOfTheConfiguration() {
    assertThat(Preset.TINY.config(DATA, 100, 100, 3).problems())
        .containsExactly(
            "resolution: must be multiples of 16, the nearest that can be built is 96x96,"
                + " got 100x100");
  }
}
