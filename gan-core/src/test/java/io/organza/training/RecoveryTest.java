package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveryTest {

  @Test
  void aDivergenceIsToldInALine() {
    assertThat(new Recovery.Diverged(12_345, 12_000, new Recoveries(2, 21_945)).message())
        .isEqualTo(
            "training diverged at kimg 12.345 and went back to kimg 12.0: 1/4 of the learning rate"
                + " until kimg 21.945 (recovery 2 of 3)");
  }

  @Test
  void smallerMicroBatchesAreToldInALine() {
    assertThat(new Recovery.OutOfMemory(12_416, 8).message())
        .isEqualTo(
            "memory ran out: back to kimg 12.416, and 8 images at once from now on"
                + " (--micro-batch 8)");
    assertThat(new Recovery.OutOfMemory(0, 1).message())
        .isEqualTo(
            "memory ran out: back to kimg 0, and 1 image at once from now on (--micro-batch 1)");
  }
}
