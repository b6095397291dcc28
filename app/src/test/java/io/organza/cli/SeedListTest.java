package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedListTest {

  @Test
  void rangesAndSingleSeedsKeepTheirOrder() {
    SeedList seeds = SeedList.parse("7, 2-4,100");
    assertThat(seeds.size()).isEqualTo(5);
    assertThat(LongStream.range(0, 5).map(seeds::at)).containsExactly(7L, 2L, 3L, 4L, 100L);
  }

  @ParameterizedTest
  @CsvSource({"'3,3', 3", "'0-4,9,3-5', 3", "'9,0-9', 9", "'0-9,4,20', 4"})
  void aSeedThatIsGivenTwiceIsFound(String text, long twice) {
    assertThat(SeedList.parse(text).twice()).contains(twice);
  }

  @Test
  void seedsThatAreGivenOnceAreNotTwice() {
    assertThat(SeedList.parse("5-9,0-3,4,10").twice()).isEmpty();
  }

  @Test
  void aCountBeginsAtZero() {
    SeedList seeds = SeedList.first(1_000_000_000_000L);
    assertThat(seeds.size()).isEqualTo(1_000_000_000_000L);
    assertThat(seeds.at(0)).isZero();
    assertThat(seeds.at(999_999_999_999L)).isEqualTo(999_999_999_999L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1-", "-1", "1,,2", "3-1", "1.5", "99999999999999999999"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SeedList.parse(text));
  }
}
