package io.organza.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TournamentTest {

  @Test
  void oneOfManySurvivesHoweverManyItIsOneOf() {
    Halving halving = new Halving(12, 3, Integer.MAX_VALUE);
    assertThat(halving.survivors(2)).isEqualTo(1);
    assertThat(halving.trials(8)).isEqualTo(8 + 1 + 1);
  }

  private static final Halving HALVING = new Halving(10, 3, 2);

  private final Map<Trial, Measures> results = new HashMap<>();

  private void score(int setting, int rung, int fold, double score) {
    results.put(new Trial(setting, rung, fold), new Measures(score, 1, 0.5, 2, 3, 0, 0));
  }

  private Tournament tournament(int settings, int folds) {
    return new Tournament(settings, folds, HALVING, results);
  }

  /** Five for 10, three of them for 10 more, two of those for 20 more. */
  @Test
  void halvingTellsWhatItCosts() {
    assertThat(HALVING.kimg(2)).isEqualTo(40);
    assertThat(HALVING.trials(5)).isEqualTo(5 + 3 + 2);
    assertThat(HALVING.totalKimg(5)).isEqualTo(5 * 10 + 3 * 10 + 2 * 20);
    assertThat(new Halving(1, 2, 3).survivors(7)).isEqualTo(3);
    assertThat(new Halving(0, 0, 1).problems()).hasSize(3);
  }

  @Test
  void aRungWaitsForAllOfTheOneBefore() {
    assertThat(tournament(3, 1).open())
        .containsExactly(new Trial(0, 0, 0), new Trial(1, 0, 0), new Trial(2, 0, 0));
    score(0, 0, 0, 5);
    score(2, 0, 0, 1);
    assertThat(tournament(3, 1).open()).containsExactly(new Trial(1, 0, 0));
    score(1, 0, 0, 9);
    assertThat(tournament(3, 1).open()).containsExactly(new Trial(0, 1, 0), new Trial(2, 1, 0));
  }

  @Test
  void theBestGoOnToTheEnd() {
    for (int setting = 0; setting < 3; setting++) {
      score(setting, 0, 0, setting);
    }
    score(0, 1, 0, 7);
    score(1, 1, 0, 6);
    assertThat(tournament(3, 1).open()).containsExactly(new Trial(1, 2, 0));
    score(1, 2, 0, 8);
    assertThat(tournament(3, 1).open()).isEmpty();
    assertThat(tournament(3, 1).standings())
        .extracting(Standing::setting, Standing::rung)
        .containsExactly(tuple(1, 2), tuple(0, 1), tuple(2, 0));
  }

  @Test
  void theMeanOverFoldsCounts() {
    score(0, 0, 0, 1);
    score(0, 0, 1, 9);
    score(1, 0, 0, 4);
    assertThat(tournament(2, 2).open()).containsExactly(new Trial(1, 0, 1));
    assertThat(tournament(2, 2).rung(0)).hasSize(1);
    score(1, 0, 1, 4);
    assertThat(tournament(2, 2).open()).containsExactly(new Trial(1, 1, 0), new Trial(1, 1, 1));
    assertThat(tournament(2, 2).standings().get(1).measures().score()).isCloseTo(5, within(1e-12));
  }

  /** Of 1, 2 and 6: the sample variance is (4 + 1 + 9) / 2, that of their mean a third of it. */
  @Test
  void theStandardErrorTellsHowFoldsDiffer() {
    score(0, 0, 0, 1);
    score(0, 0, 1, 2);
    score(0, 0, 2, 6);
    assertThat(tournament(1, 3).rung(0))
        .singleElement()
        .satisfies(
            standing ->
                assertThat(standing.scoreError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12)));
    assertThat(tournament(1, 1).rung(0).get(0).scoreError()).isNaN();
  }

  /** Means 2, 4 and 9, each with an error of 1: that of a difference is 1.4, and twice that 2.8. */
  @Test
  void whatMayBeAsGoodByChanceIsTold() {
    for (int setting = 0; setting < 3; setting++) {
      double mean = List.of(2, 4, 9).get(setting);
      score(setting, 0, 0, mean - 1);
      score(setting, 0, 1, mean + 1);
    }
    assertThat(tournament(3, 2).rivals()).extracting(Standing::setting).containsExactly(1);
    results.keySet().removeIf(trial -> trial.fold() == 1);
    assertThat(tournament(3, 1).rivals()).isEmpty();
    assertThat(tournament(3, 2).rivals()).isEmpty();
  }

  @Test
  void whatDivergedIsWorstAndGoesNoFurther() {
    results.put(new Trial(0, 0, 0), Measures.DIVERGED);
    score(1, 0, 0, 1e9);
    assertThat(tournament(2, 1).open()).containsExactly(new Trial(1, 1, 0));
    results.put(new Trial(1, 1, 0), Measures.DIVERGED);
    assertThat(tournament(2, 1).open()).isEmpty();
    assertThat(tournament(2, 1).standings())
        .hasSize(2)
        .allSatisfy(standing -> assertThat(standing.measures().isDiverged()).isTrue());
  }

  @Test
  void oneFoldThatDivergedIsEnough() {
    score(0, 0, 0, 1);
    results.put(new Trial(0, 0, 1), Measures.DIVERGED);
    score(1, 0, 0, 5);
    score(1, 0, 1, 5);
    assertThat(tournament(2, 2).open()).isEqualTo(List.of(new Trial(1, 1, 0), new Trial(1, 1, 1)));
  }
}
