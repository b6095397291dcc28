package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.torch.ComputeThreads;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MachineOptionsTest {

  /** As reading a set of DJL's does, before the device is known. */
  @Test
  void theNumberOfThreadsHoldsAlsoForAThreadThatHasComputedBefore() throws IOException {
    int before = ComputeThreads.count();
    try {
      MachineOptions machine = new MachineOptions();
      int found =
          machine.whileStarting(
              () -> {
                ComputeThreads.use(machine.threads() + 3);
                machine.find();
                return ComputeThreads.count();
              });
      assertThat(found).isLessThanOrEqualTo(machine.threads());
    } finally {
      ComputeThreads.use(before);
    }
  }
}
