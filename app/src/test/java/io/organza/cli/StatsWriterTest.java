package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatsWriterTest {

  @Test
  void aTickIsOneLineOfJsonWithoutNaN() {
    assertThat(StatsWriter.json(FormatTest.TICK))
        .startsWith("{\"images\":12032,\"seconds\":61.4,")
        .contains("\"r1\":null,\"r2\":0.1")
        .endsWith("}")
        .doesNotContain("\n");
  }
}
