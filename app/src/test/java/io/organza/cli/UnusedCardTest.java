package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnusedCardTest {

  /**
   * The first are what nvidia-smi prints, by its manual, of drivers that know the compute
   * capability and of older ones; then what it says without a card.
   */
  @Test
  void theFirstCardIsReadWithItsDriver() {
    assertThat(
            UnusedCard.parse("NVIDIA GeForce RTX 5090, 570.86.10, 12.0\nTesla T4, 570.86.10, 7.5"))
        .contains(new UnusedCard("NVIDIA GeForce RTX 5090", 570, 120));
    assertThat(UnusedCard.parse("NVIDIA GeForce RTX 3060, 470.54.14\nTesla T4, 470.54.14\n"))
        .contains(new UnusedCard("NVIDIA GeForce RTX 3060", 470, 0));
    assertThat(UnusedCard.parse("No devices were found\n")).isEmpty();
    assertThat(UnusedCard.parse("")).isEmpty();
  }

  @Test
  void itSaysWhatToDo() {
    assertThat(new UnusedCard("Tesla T4", 0, 0).reason("none", 0))
        .contains("install NVIDIA's driver");
    assertThat(new UnusedCard("Tesla T4", 550, 75).reason("none", 0))
        .isEqualTo(
            "Tesla T4 is there, but this build computes on CPUs alone: set"
                + " ORGANZA_MAVEN_ARGS=-Pcuda once, as the README says");
    assertThat(new UnusedCard("Tesla T4", 470, 0).reason("12.4", 12040))
        .contains("its driver 470 is too old for CUDA 12.4: install 525 or newer");
  }

  /** Versions as cudaRuntimeGetVersion gives them. */
  @Test
  void whatIsMissingIsNamed() {
    UnusedCard card = new UnusedCard("Tesla T4", 570, 75);
    assertThat(card.reason("12.4", 0))
        .isEqualTo(
            "Tesla T4 is there, but CUDA's runtime library (libcudart) is not on the system:"
                + " install NVIDIA's package cuda-cudart-12-4, or set"
                + " ORGANZA_JAVA_ARGS=-Djna.library.path=FOLDER to a folder with libcudart.so.12 of"
                + " version 12.4 or newer");
    assertThat(card.reason("12.8", 12040))
        .contains("(libcudart) is of version 12.4: install NVIDIA's package cuda-cudart-12-8");
    assertThat(card.reason("12.4", 12040))
        .endsWith("CUDA 12.4 does not start: --verbose tells more");
    assertThat(card.reason("12.4", 13000)).contains("CUDA 12.4 does not start");
  }

  /** Compute capabilities of PyTorch's releases 2.5 and 2.7, by its RELEASE.md. */
  @Test
  void aCardThatTheBuildHasNoKernelsForIsAdvisedTheOther() {
    UnusedCard blackwell = new UnusedCard("NVIDIA B200", 570, 100);
    assertThat(blackwell.reason("none", 0)).contains("ORGANZA_MAVEN_ARGS=-Pcuda-download once");
    assertThat(blackwell.reason("12.4", 0))
        .isEqualTo(
            "NVIDIA B200 is there, but this build for CUDA 12.4 has no kernels for its compute"
                + " capability 10.0: set ORGANZA_MAVEN_ARGS=-Pcuda-download once");
    assertThat(blackwell.reason("12.8", 0)).contains("cuda-cudart-12-8");
    assertThat(new UnusedCard("Tesla V100", 570, 70).reason("12.8", 12080))
        .endsWith("compute capability 7.0: set ORGANZA_MAVEN_ARGS=-Pcuda once");
  }

  @Test
  void aCardThatIsFoundButDoesNotComputeIsAdvisedTheSame() {
    String said = "CUDA error: no kernel image is available for execution on the device";
    assertThat(UnusedCard.failure("gpu0", 120, said, "12.4"))
        .isEqualTo(
            "gpu0 is there, but this build for CUDA 12.4 has no kernels for its compute"
                + " capability 12.0: set ORGANZA_MAVEN_ARGS=-Pcuda-download once");
    assertThat(UnusedCard.failure("gpu1", 90, "CUDA error: out of memory", "12.4"))
        .isEqualTo("gpu1 is there, but does not compute: CUDA error: out of memory");
    assertThat(UnusedCard.failure("gpu0", 35, said, "12.4")).endsWith(said);
  }
}
