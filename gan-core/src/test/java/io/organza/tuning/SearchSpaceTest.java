package io.organza.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpaceTest {

  private static SearchSpace space(Axis... axes) {
    return new SearchSpace(List.of(axes));
  }

  private static double value(Setting setting, String name) {
    return Objects.requireNonNull(setting.values().get(name));
  }

  @Test
  void aRangeIsItsDecades() {
    assertThat(Axis.parse("l2", "0, 1e-6..1e-2,0.5").values())
        .containsExactly(0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.5);
    assertThat(Axis.parse("l2", "0.02..1").values()).containsExactly(0.02, 0.2);
  }

  @Test
  void theGridHasAllCombinations() {
    List<Setting> grid = space(Axis.parse("l2", "0,1"), Axis.parse("gamma", "2,3")).grid();
    assertThat(grid)
        .extracting(Setting::toString)
        .containsExactly(
            "l2 0.0, gamma 2.0", "l2 0.0, gamma 3.0", "l2 1.0, gamma 2.0", "l2 1.0, gamma 3.0");
  }

  @Test
  void aRangeThatHasNoNumbersOfADoubleIsRefused() {
    for (String text : List.of("1e-999999999..1", "1e-400", "1..1e400", "1e999999999")) {
      assertThatThrownBy(() -> Range.parse(text)).hasMessageContaining("got '");
    }
  }

  @Test
  void theSameSeedDrawsTheSame() {
    SearchSpace space = space(Axis.parse("l2", "1e-6..1e-2"), Axis.parse("gamma", "0.01..1"));
    assertThat(space.random(20, 3)).isEqualTo(space.random(20, 3)).hasSize(20);
    assertThat(space.random(30, 3).subList(0, 20)).isEqualTo(space.random(20, 3));
    assertThat(space.random(20, 4)).isNotEqualTo(space.random(20, 3));
  }

  /** Of 1000 draws 250 are in each of four decades, and five standard deviations of 14. */
  @Test
  void drawsAreEvenByLogarithm() {
    List<Setting> drawn = space(Axis.parse("l2", "1e-6..1e-2")).random(1000, 0);
    for (double low : new double[] {1e-6, 1e-5, 1e-4, 1e-3}) {
      long inside =
          drawn.stream()
              .mapToDouble(setting -> value(setting, "l2"))
              .filter(l2 -> l2 >= low && l2 < 10 * low)
              .count();
      // Three digits make a few of a thousand equal.
      assertThat(inside).isBetween(170L, 330L);
    }
  }

  /** The grid would have 0 once and the range twice; equal draws count once. */
  @Test
  void singleValuesAreDrawnToo() {
    List<Setting> drawn = space(Axis.parse("l2", "0,1e-3..1e-2")).random(60, 0);
    assertThat(drawn).contains(new Setting(Map.of("l2", 0.0)));
    assertThat(drawn)
        .filteredOn(setting -> value(setting, "l2") > 0)
        .hasSizeGreaterThan(20)
        .allSatisfy(setting -> assertThat(value(setting, "l2")).isBetween(1e-3, 1e-2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "1..", "0..1", "2..1", "-1", "1,,2"})
  void whatIsNoRangeIsShown(String text) {
    assertThatThrownBy(() -> Axis.parse("l2", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a number");
  }

  @ParameterizedTest
  @CsvSource({"1e-200, 1e200", "1.2345, 1.2346", "9.996e-3, 1e-2"})
  void whatIsDrawnIsWithinTheRange(BigDecimal low, BigDecimal high) {
    Range range = new Range(low, high);
    for (double place : new double[] {0, 0.001, 0.5, 0.999, 1}) {
      assertThat(range.at(place)).isBetween(low.doubleValue(), high.doubleValue());
    }
  }

  @Test
  void anAxisHasValues() {
    assertThatThrownBy(() -> new Axis("l2", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("l2: must be at least one range, got none");
  }
}
