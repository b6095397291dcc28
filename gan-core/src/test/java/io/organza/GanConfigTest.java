package io.organza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.data.DataOptions;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.record.AnyRecord;
import io.organza.torch.Precision;
import io.organza.training.Schedule;
import io.organza.training.TrainingOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class GanConfigTest {

  private static final GanConfig ANY = AnyRecord.of(GanConfig.class);

  @Test
  void comesBackFromJson() {
    assertThat(GanConfig.fromJson(ANY.toJson())).isEqualTo(ANY);
  }

  @Test
  void writesEnumsAsTheCommandLineDoes() {
    LossOptions loss = AnyRecord.with(ANY.loss(), "l2Form", L2Form.HALF_MEAN);
    loss = AnyRecord.with(loss, "clip", Clipping.PENALTY_NORM);
    GanConfig config = AnyRecord.with(ANY, "loss", loss);
    config =
        AnyRecord.with(
            config, "training", AnyRecord.with(ANY.training(), "precision", Precision.BF16));
    assertThat(config.toJson())
        .contains("\"l2Form\": \"half-mean\"", "\"clip\": \"penalty-norm\"")
        .contains("\"precision\": \"bf16\"");
    assertThat(GanConfig.fromJson(config.toJson())).isEqualTo(config);
  }

  @Test
  void tellsEveryStrangeKeyWithItsPath() {
    String json = ANY.toJson().replace("\"batch\"", "\"bacth\"").replace("\"seed\"", "\"sede\"");
    assertThatThrownBy(() -> GanConfig.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.bacth: unknown key, got 1")
        .hasMessageContaining("training.batch: missing")
        .hasMessageContaining("sede: unknown key")
        .hasMessageContaining("seed: missing");
  }

  @Test
  void ofAnEarlierVersionOnlyTheKeysThatWereAddedSinceMayBeMissing() {
    String earlier = ANY.toJson().replaceFirst(",\\s*\"classes\": 1", "");
    assertThat(GanConfig.fromEarlierJson(earlier))
        .isEqualTo(AnyRecord.with(ANY, "network", AnyRecord.with(ANY.network(), "classes", 0)));
    assertThat(GanConfig.fromEarlierJson(ANY.toJson())).isEqualTo(ANY);
    assertThatThrownBy(() -> GanConfig.fromJson(earlier)).hasMessage("network.classes: missing");
    String noiseless =
        ANY.toJson()
            .replaceFirst(",\\s*\"generatorNoise\": true", "")
            .replaceFirst(",\\s*\"smoothedStages\": 1", "")
            .replaceFirst(",\\s*\"modulated\": true", "")
            .replaceFirst(",\\s*\"generatorDropout\": 0.5", "");
    assertThat(GanConfig.fromEarlierJson(noiseless).network().generatorNoise()).isFalse();
    assertThat(GanConfig.fromEarlierJson(noiseless).network().smoothedStages()).isZero();
    assertThat(GanConfig.fromEarlierJson(noiseless).network().modulated()).isFalse();
    assertThat(GanConfig.fromEarlierJson(noiseless).training().generatorDropout()).isZero();
    for (boolean smooth : new boolean[] {false, true}) {
      String image = ANY.toJson().replaceFirst("smoothedStages\": 1", "smoothImage\": " + smooth);
      assertThat(GanConfig.fromEarlierJson(image).network().smoothedStages())
          .isEqualTo(smooth ? 1 : 0);
    }
    TrainingOptions atOnce =
        GanConfig.fromEarlierJson(ANY.toJson().replaceAll("\"afterKimg\": 0.5,\\s*", ""))
            .training();
    assertThat(List.of(atOnce.learningRate(), atOnce.beta2(), atOnce.gamma(), atOnce.emaKimg()))
        .containsOnly(new Schedule(0.5, 0.5, 0, 0.5));
    assertThatThrownBy(() -> GanConfig.fromEarlierJson(earlier.replace("\"batch\"", "\"bacth\"")))
        .hasMessageContaining("training.bacth: unknown key, got 1")
        .hasMessageContaining("training.batch: missing");
    assertThatThrownBy(() -> GanConfig.fromEarlierJson("{}"))
        .hasMessageContaining("seed: missing")
        .hasMessageContaining("network.family: missing");
  }

  @Test
  void aKeyThatWasGivenUpMayBeThereIfItMeansWhatIsNow() {
    String now = ANY.toJson();
    String earlier = now.replaceFirst("(\"network\"\\s*:\\s*\\{)", "$1 \"imageStride\": 1,");
    assertThat(earlier).isNotEqualTo(now);
    assertThat(GanConfig.fromEarlierJson(earlier)).isEqualTo(ANY);
    String strided = earlier.replace("\"imageStride\": 1", "\"imageStride\": 2");
    assertThatThrownBy(() -> GanConfig.fromEarlierJson(strided))
        .hasMessageContaining("network.imageStride: unknown key, got 2");
  }

  @Test
  void joinsTheProblemsOfAllStages() {
    GanConfig config = AnyRecord.with(ANY, "seed", -1L);
    config = AnyRecord.with(config, "data", AnyRecord.with(ANY.data(), "source", " "));
    config = AnyRecord.with(config, "loss", AnyRecord.with(ANY.loss(), "penaltyEvery", 0));
    config = AnyRecord.with(config, "training", AnyRecord.with(ANY.training(), "batch", 0));
    assertThat(config.problems())
        .contains(
            "seed: must be at least 0, got -1",
            "source: must be a folder, a zip or tar file or builtin:flowers, got nothing",
            "penalty-every: must be at least 1, got 0",
            "batch: must be at least 1, got 0");
  }

  @Test
  void placesMustBePathsOrKnownNames() {
    GanConfig config =
        AnyRecord.with(ANY, "data", AnyRecord.with(ANY.data(), "source", "a,b\0c,djl:mnist"));
    config = AnyRecord.with(config, "data", AnyRecord.with(config.data(), "labels", "l\0.csv"));
    assertThat(config.problems())
        .contains(
            "source: must be paths that this system can have, got a,b\0c,djl:mnist",
            "labels: must be a path that this system can have, got l\0.csv");
    for (String known : new String[] {"builtin:flowers", "djl:mnist,a, b ", "a,"}) {
      assertThat(AnyRecord.with(ANY.data(), "source", known).problems()).isEmpty();
    }
  }

  @Test
  void lossAsksForFiniteWeightsAndAUsableBound() {
    LossOptions loss = AnyRecord.with(ANY.loss(), "l2", Double.NaN);
    loss = AnyRecord.with(loss, "l1", -1.0);
    loss = AnyRecord.with(loss, "clip", Clipping.VALUE);
    loss = AnyRecord.with(loss, "clipAt", 0.0);
    assertThat(loss.problems())
        .contains(
            "l2: must be at least 0 and finite, got NaN",
            "l1: must be at least 0 and finite, got -1.0",
            "clip-at: must be above 0 and finite, got 0.0");
  }

  @Test
  void lossIgnoresTheBoundOfNoClipping() {
    LossOptions loss = AnyRecord.with(ANY.loss(), "clip", Clipping.NONE);
    assertThat(AnyRecord.with(loss, "clipAt", 0.0).problems()).isEmpty();
  }

  @Test
  void trainingBoundsBothEndsOfItsSchedules() {
    TrainingOptions training =
        AnyRecord.with(ANY.training(), "learningRate", new Schedule(0.1, -1, 10));
    training = AnyRecord.with(training, "beta2", new Schedule(1, 0.9, 10));
    training = AnyRecord.with(training, "gamma", new Schedule(1, 1, -2));
    training = AnyRecord.with(training, "emaKimg", new Schedule(1, 1, -3, 2));
    training = AnyRecord.with(training, "kimg", Double.POSITIVE_INFINITY);
    assertThat(training.problems())
        .contains(
            "learning-rate: must be at least 0, got -1.0",
            "beta2: must be below 1, got 1.0",
            "gamma: over-kimg must be at least 0, got -2.0",
            "ema-kimg: after-kimg must be at least 0, got -3.0",
            "kimg: must be above 0 and finite, got Infinity");
  }

  @Test
  void harmlessStagesHaveNoProblems() {
    assertThat(AnyRecord.of(DataOptions.class).problems()).isEmpty();
    assertThat(AnyRecord.of(LossOptions.class).problems()).isEmpty();
    assertThat(AnyRecord.of(TrainingOptions.class).problems()).isEmpty();
    assertThat(Schedule.constant(0).problems()).isEmpty();
  }
}
