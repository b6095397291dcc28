package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveriesTest {

  @Test
  void eachOneHalvesTheRate() {
    assertThat(Recoveries.NONE.rateFactor()).isEqualTo(1);
    assertThat(new Recoveries(1, 10).rateFactor()).isEqualTo(0.5);
    assertThat(new Recoveries(3, 10).rateFactor()).isEqualTo(0.125);
  }

  @Test
  void theyAreForgottenOnceTheRateIsWholeAgain() {
    TrainingState state = new TrainingState(Map.of());
    Recoveries two = new Recoveries(2, 1000);
    state.resume(TrainingProgress.of(99, 990).with(two));
    assertThat(state.progress().recoveries()).isEqualTo(two);
    state.advance(10, new int[0]);
    assertThat(state.progress().recoveries()).isEqualTo(Recoveries.NONE);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Recoveries(4, 10))
        .withMessageContaining("got 4 and 10");
    assertThatIllegalArgumentException().isThrownBy(() -> new Recoveries(-1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Recoveries(1, -1));
  }
}
