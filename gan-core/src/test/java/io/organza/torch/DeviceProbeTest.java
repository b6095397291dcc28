package io.organza.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class DeviceProbeTest {

  @Test
  void aDeviceThatComputesDoesNotFail() {
    assertThat(DeviceProbe.failure(Device.cpu())).isEmpty();
  }

  /** No machine has so many GPUs, and most builds have nothing for any. */
  @Test
  void aDeviceThatDoesNotComputeSaysWhyInALine() {
    assertThat(DeviceProbe.failure(Device.gpu(99)))
        .hasValueSatisfying(reason -> assertThat(reason.lines()).hasSize(1));
  }
}
