package io.organza.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProvenanceTest {

  /** Checkpoints on disks have this text. */
  @Test
  void aResumeIsWrittenAsEver() {
    String event = Provenance.resumedAt(2_000, "Organza 0.1, DJL 0.35.1");
    assertThat(event).isEqualTo("resumed at image 2000 with Organza 0.1, DJL 0.35.1");
    assertThat(Provenance.imagesAtResume(event)).hasValue(2_000);
  }

  @Test
  void otherEventsAreNoResume() {
    assertThat(Provenance.imagesAtResume("forked at image 2000 with Organza 0.1")).isEmpty();
    assertThat(Provenance.imagesAtResume("changed data.source to resumed at image 1")).isEmpty();
  }
}
