package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CadenceTest {

  @Test
  void isDueAtTheFirstStepPastEachMultiple() {
    Cadence cadence = new Cadence(0.1, 64);
    assertThat(LongStream.rangeClosed(1, 7).map(step -> 64 * step).filter(cadence::isDue))
        .containsExactly(128L, 256L, 320L, 448L);
  }

  @Test
  void isDueOnceWhereTheBatchFits() {
    Cadence cadence = new Cadence(1, 100);
    assertThat(LongStream.rangeClosed(1, 30).map(step -> 100 * step).filter(cadence::isDue))
        .containsExactly(1000L, 2000L, 3000L);
  }

  @Test
  void isDueAtEachStepWhereTheTimeBetweenIsShorter() {
    assertThat(new Cadence(0.001, 64).isDue(64)).isTrue();
    assertThat(new Cadence(1e-9, 64).isDue(128)).isTrue();
  }

  @Test
  void refusesWhatHasNoRhythm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cadence(0, 64))
        .withMessageContaining("got 0.0 and 64");
    assertThatIllegalArgumentException().isThrownBy(() -> new Cadence(Double.NaN, 64));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cadence(1, 0));
  }
}
