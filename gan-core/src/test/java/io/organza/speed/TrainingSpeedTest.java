package io.organza.speed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.augment.AugmentOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.training.Schedule;
import io.organza.training.TrainingOptions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSpeedTest {

  @ParameterizedTest
  @CsvSource({"RESIDUAL, 0, 1", "RESIDUAL, 3, 4", "DCGAN, 0, 2"})
  void everyTrainingHasASpeed(NetworkFamily family, int classes, int penaltyEvery) {
    List<Integer> widths = family == NetworkFamily.RESIDUAL ? List.of(8, 8) : List.of(8);
    NetworkOptions network =
        new NetworkOptions(
            family, 8, 8, 3, 4, widths, widths, 1, BlockShape.BASIC, 4, classes, false, 0, false);
    LossOptions loss =
        new LossOptions(
            AdversarialLoss.RELATIVISTIC,
            0.5,
            penaltyEvery,
            true,
            1e-5,
            0,
            L2Form.SUM,
            new AdaptiveL2(true, 1e-7, 1e-3, 0.1, 20), // There is no gap that it could follow.
            Clipping.NORM,
            1);
    // At this rate a real training would diverge.
    Schedule rate = Schedule.constant(1e30);
    TrainingOptions training =
        new TrainingOptions(
            1,
            4,
            Precision.FP32,
            rate,
            1,
            0,
            Schedule.constant(0.9),
            Schedule.constant(1),
            rate,
            1,
            AugmentOptions.NONE,
            0,
            0);
    try (TrainingSpeed speed = TrainingSpeed.ofShortSteps(network, loss, training, Device.cpu());
        TrainingSpeed calls = TrainingSpeed.ofCalls(network, loss, training, Device.cpu())) {
      speed.measure(0);
      calls.measure(0);
      assertThat(speed.batch()).isBetween(1, 4);
      assertThat(speed.imagesPerSecond()).isPositive().isFinite();
      assertThat(calls.secondsPerStep()).isPositive().isFinite();
    }
  }
}
