package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.training.TickReport;
import org.junit.jupiter.api.Test;

class FormatTest {

  static final TickReport TICK =
      new TickReport(
          12_032,
          61.4,
          200.04,
          0.5,
          0.9,
          Double.NaN,
          0.1,
          12.345,
          1e-5,
          0.25,
          0,
          0.01,
          0.0002,
          1,
          -1,
          0.9,
          3e-4,
          0.3,
          0,
          Double.NaN,
          Double.NaN);

  @Test
  void aTickIsALine() {
    assertThat(Format.tick(TICK, 3725))
        .isEqualTo(
            "1:01, 1:02:05 left | kimg 12.0, 200 img/s | loss D 0.500 G 0.900 | R1 - R2 0.100"
                + " | grad D 12.3 (25% clipped) G 1.0e-05 (0% clipped)"
                + " | weights 0.010 (<0.1% of grad)");
  }

  @Test
  void aTickTellsOfAugmentationAndTheGapWhereThereAre() {
    TickReport t = TICK;
    TickReport both =
        new TickReport(
            t.images(),
            t.seconds(),
            t.imagesPerSecond(),
            t.discriminatorLoss(),
            t.generatorLoss(),
            t.r1(),
            t.r2(),
            t.discriminatorGradientNorm(),
            t.generatorGradientNorm(),
            t.discriminatorClipped(),
            t.generatorClipped(),
            t.weightPenalty(),
            t.weightPenaltyShare(),
            t.realLogits(),
            t.fakeLogits(),
            t.fakeVariety(),
            t.learningRate(),
            t.pairSign(),
            0.25,
            1e-5,
            0.123);
    assertThat(Format.tick(both, 3725))
        .endsWith("(<0.1% of grad) | augment 0.25 | lambda 1.0e-05 | gap 0.12");
  }

  @Test
  void numbersHaveNoNeedlessDigits() {
    assertThat(Format.number(12)).isEqualTo("12");
    assertThat(Format.number(0.5)).isEqualTo("0.5");
    assertThat(Format.number(1e-5)).isEqualTo("1e-5");
    assertThat(Format.number(2.5e-7)).isEqualTo("2.5e-7");
    assertThat(Format.count(950)).isEqualTo("950");
    assertThat(Format.count(12_345)).isEqualTo("12 k");
    assertThat(Format.count(1_950_000)).isEqualTo("2.0 M");
    assertThat(Format.counted(1, "file")).isEqualTo("1 file");
    assertThat(Format.counted(0, "file")).isEqualTo("0 files");
    assertThat(Format.time(Double.NaN)).isEqualTo("?");
  }

  @Test
  void aGoalThatWasPassedIsNotTold() {
    assertThat(Format.ofGoal(12, 60)).isEqualTo(" of 60");
    assertThat(Format.ofGoal(60, 60)).isEqualTo(" of 60");
    assertThat(Format.ofGoal(400, 60)).isEmpty();
  }

  @Test
  void theTimeLeftComesFromTheSpeedOfThisProcess() {
    Goal goal = new Goal(24.064, null);
    assertThat(goal.secondsLeft(TICK, 0)).isEqualTo(61.4);
    assertThat(goal.secondsLeft(TICK, 6016)).isEqualTo(122.8);
    assertThat(new Goal(1, 2.0).secondsLeft(TICK, 0)).isEqualTo(58.6);
    assertThat(new Goal(1, 2.0).isTimeUp(120)).isTrue();
    assertThat(goal.isTimeUp(1e9)).isFalse();
  }
}
