package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnusedCardTest {

  /** The first is what nvidia-smi prints, by its manual; the second what it says without a card. */
  @Test
  void theFirstCardIsReadWithItsDriver() {
    assertThat(UnusedCard.parse("NVIDIA GeForce RTX 3060, 550.54.14\nTesla T4, 550.54.14\n"))
        .contains(new UnusedCard("NVIDIA GeForce RTX 3060", 550));
    assertThat(UnusedCard.parse("No devices were found\n")).isEmpty();
    assertThat(UnusedCard.parse("")).isEmpty();
  }

  @Test
  void itSaysWhatToDo() {
    assertThat(new UnusedCard("Tesla T4", 0).reason("none")).contains("install NVIDIA's driver");
    assertThat(new UnusedCard("Tesla T4", 550).reason("none"))
        .isEqualTo(
            "Tesla T4 is there, but this build computes on CPUs alone: set"
                + " ORGANZA_MAVEN_ARGS=-Pcuda once, as the README says");
    assertThat(new UnusedCard("Tesla T4", 470).reason("12.4"))
        .contains("its driver 470 is too old for CUDA 12.4: install 525 or newer");
    assertThat(new UnusedCard("Tesla T4", 550).reason("12.4")).contains("libcudart");
  }
}
