package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedListTest {

  @Test
  void rangesAndSingleSeedsKeepTheirOrder() {
    SeedList seeds = SeedList.parse("7, 2-4,100");
    assertThat(seeds.stream()).containsExactly(7L, 2L, 3L, 4L, 100L);
    assertThat(seeds.size()).isEqualTo(5);
  }

  @Test
  void aCountBeginsAtZero() {
    assertThat(SeedList.first(3).stream()).containsExactly(0L, 1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1-", "-1", "1,,2", "3-1", "1.5", "99999999999999999999"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SeedList.parse(text));
  }
}
