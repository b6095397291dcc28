package io.organza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.loss.L2Form;
import io.organza.record.AnyRecord;
import io.organza.training.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigLayersTest {

  private static final GanConfig ANY = AnyRecord.of(GanConfig.class);
  private static final ConfigLayers LAYERS = ConfigLayers.over(ANY);

  @Test
  void withoutLayersGiveTheBase() {
    assertThat(LAYERS.toConfig()).isEqualTo(ANY);
  }

  @Test
  void mergeReplacesOnlyTheNamedKeysAtAnyDepth() {
    GanConfig config =
        LAYERS.merge("{\"training\": {\"batch\": 7, \"gamma\": {\"to\": 3}}}").toConfig();
    assertThat(config.training().batch()).isEqualTo(7);
    assertThat(config.training().gamma()).isEqualTo(new Schedule(0.5, 3, 0.5, 0.5));
    assertThat(config.loss()).isEqualTo(ANY.loss());
  }

  @Test
  void mergeReplacesListsAsAWhole() {
    ConfigLayers layers = LAYERS.set("/network/generatorWidths", List.of(1, 2, 3));
    assertThat(layers.toConfig().network().generatorWidths()).containsExactly(1, 2, 3);
    layers = layers.merge("{\"network\": {\"generatorWidths\": [9]}}");
    assertThat(layers.toConfig().network().generatorWidths()).containsExactly(9);
  }

  @Test
  void aScheduleThatIsNoneIsRefused() {
    assertThatThrownBy(() -> LAYERS.scale("/training/lerningRate", 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("/training/lerningRate: no such option");
  }

  @Test
  void laterLayersWin() {
    ConfigLayers layers = LAYERS.merge("{\"seed\": 2}").set("/seed", 3);
    assertThat(layers.toConfig().seed()).isEqualTo(3);
    assertThat(layers.merge("{\"seed\": 4}").toConfig().seed()).isEqualTo(4);
    assertThat(LAYERS.toConfig().seed()).isEqualTo(1);
  }

  @Test
  void setTakesValuesOfTheRecordsOwnTypes() {
    GanConfig config =
        LAYERS
            .set("/loss/l2Form", L2Form.HALF_MEAN)
            .set("/training/learningRate", Schedule.constant(2))
            .set("/training/kimg", 10)
            .toConfig();
    assertThat(config.loss().l2Form()).isEqualTo(L2Form.HALF_MEAN);
    assertThat(config.training().learningRate()).isEqualTo(Schedule.constant(2));
    assertThat(config.training().kimg()).isEqualTo(10);
  }

  @Test
  void problemsOfAllLayersAreToldAtOnce() {
    ConfigLayers layers =
        LAYERS.merge("{\"tarining\": {}, \"loss\": null}").set("/training/batch", "many");
    assertThatThrownBy(layers::toConfig)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tarining: unknown key, got {}")
        .hasMessageContaining("loss: must be an object, got null")
        .hasMessageContaining("training.batch: must be a whole number, got \"many\"");
  }

  @Test
  void refusesWhatIsNoObjectAndPointersIntoNothing() {
    assertThatThrownBy(() -> LAYERS.merge("[1]")).hasMessageContaining("got [1]");
    assertThatThrownBy(() -> LAYERS.merge("{\n\"seed\": }")).hasMessageContaining("line 2");
    assertThatThrownBy(() -> LAYERS.set("", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LAYERS.set("/seed/x", 1)).hasMessageContaining("/seed/x");
  }

  /** Those of earlier versions change from the first image on, whatever a preset's do. */
  @Test
  void aWholeScheduleOfAnEarlierVersionBeginsAtOnce() {
    String earlier = "{\"from\": 8, \"to\": 2, \"overKimg\": 10}";
    GanConfig config =
        LAYERS.merge("{\"training\": {\"learningRate\": " + earlier + "}}").toConfig();
    assertThat(config.training().learningRate()).isEqualTo(new Schedule(8, 2, 0, 10));
    String late = earlier.replace("}", ", \"afterKimg\": 7}");
    config = LAYERS.merge("{\"training\": {\"learningRate\": " + late + "}}").toConfig();
    assertThat(config.training().learningRate()).isEqualTo(new Schedule(8, 2, 7, 10));
  }
}
