package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores while and after training. */
class EvaluateTest {

  @TempDir static Path root;

  private static Workplace place;

  @BeforeAll
  static void train() {
    place = new Workplace(root);
    Ran ran = train("scored", "--kimg", "0.016", "--score-every", "0.008", "--holdout", "40");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Scores: kimg 0: ", "(best)", "scoring took ");
  }

  private static Ran train(String run, String... more) {
    List<String> args = new ArrayList<>(List.of(place.images(20).toString(), "--run", run));
    args.addAll(List.of(more));
    return Ran.train(place, args.toArray(String[]::new));
  }

  private static Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  @Test
  void theCheckpointOfTheLowestScoreIsTheBest() throws IOException {
    ScoreHistory history = ScoreHistory.read(place.folder("samples/scored/stats.jsonl"), 1000);
    long best = history.best().orElseThrow().images();
    String name = Files.readString(place.folder("checkpoints/scored/best")).strip();
    Path state = place.folder("checkpoints/scored/" + name + "/state.json");
    assertThat(Files.readString(state)).contains("\"images\": " + best + ",");
  }

  @Test
  void inspectTellsTheCurveBesideTheTicks() throws IOException {
    ScoreHistory history = ScoreHistory.read(place.folder("samples/scored/stats.jsonl"), 1000);
    List<String> all = new ArrayList<>(List.of("inspect", "scored"));
    all.addAll(place.folders());
    Ran ran = organza(all.toArray(String[]::new));
    assertThat(ran.out()).contains("scores      " + history, "stats       1 ticks");
  }

  @Test
  void theSameCheckpointHasTheSameScores() {
    Ran first = run("evaluate", "scored/best", "--count", "40");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .containsPattern("40 images against \\d+ that were trained on")
        .containsPattern("40 images against \\d+ that were held out")
        .contains("frechet ", "kernel ", "precision ", "coverage ");
    Ran second = run("evaluate", "scored/best", "--count", "40");
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void trainingStopsWhenNothingBecomesBetter() {
    // With a learning rate of nothing each score is the first one's.
    Ran ran =
        train(
            "stuck", "--kimg", "4", "--lr", "0", "--score-every", "0.008", "--stop-after", "0.02");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Stops: no better score for 0.02 kimg");
  }

  @Test
  void scoresCanBeSwitchedOff() {
    Ran ran = train("unscored", "--kimg", "0.016", "--score-every", "0");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).doesNotContain("Score");
    assertThat(place.folder("checkpoints/unscored/best")).doesNotExist();
  }

  @Test
  void whatCannotBeScoredIsNamed() {
    assertRefused(run("evaluate", "scored", "--count", "5"), 2, "--count: must be at least 6");
    assertRefused(run("evaluate", "nobody"), 3, "nobody");
    assertRefused(run("evaluate", "scored", "--data", place.folder("gone").toString()), 3, "gone");
    assertRefused(
        train("bad", "--score-every", "0", "--stop-after", "1"), 2, "--stop-after: needs scores");
    assertRefused(train("bad", "--score-every", "-1"), 2, "--score-every: must be at least 0");
  }

  private static void assertRefused(Ran ran, int code, String part) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.err()).contains(part).doesNotContain("\tat ");
  }
}
