package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a machine on which the same steps may give other bits. */
class MachineDifferencesTest {

  @Test
  void onlyWhatIsKnownOfBothIsCompared() {
    Map<String, String> before = Map.of("threads", "2", "device", "cpu", "moon", "full");
    Map<String, String> now = Map.of("threads", "8", "device", "cpu", "model", "Xeon");
    assertThat(TrainingPlan.differences(before, now)).containsExactly("threads 8, not 2");
  }

  @Test
  void processorsOfOneNameAreToldByTheirNumbers() {
    List<String> zen4 = cpuinfo("25", "17");
    assertThat(Processor.model(zen4)).isEqualTo("AMD EPYC (family 25, model 17)");
    assertThat(Processor.model(cpuinfo("26", "2"))).isNotEqualTo(Processor.model(zen4));
  }

  @Test
  void whereLinuxDoesNotNameItItIsTheArchitecture() {
    assertThat(Processor.model(List.of("processor: 0", "CPU implementer: 0x41", "")))
        .isEqualTo(System.getProperty("os.arch"));
  }

  private static List<String> cpuinfo(String family, String model) {
    return List.of(
        "processor\t: 0",
        "cpu family\t: " + family,
        "model\t\t: " + model,
        "model name\t: AMD EPYC",
        "",
        "processor\t: 1",
        "cpu family\t: 1",
        "model\t\t: 1",
        "model name\t: another",
        "");
  }
}
