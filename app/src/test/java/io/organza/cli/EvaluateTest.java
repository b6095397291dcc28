package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.checkpoint.Checkpoint;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    String[] options = {
      "--kimg", "0.016", "--score-every", "0.008", "--holdout", "40", "--subset", "7"
    };
    Ran ran = train("scored", options);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("Scores: kimg 0.008: ", "(best)", "scoring took ")
        .containsPattern(
            "Scores are against the images trained on, for \\d+ held out are fewer than "
                + RealSet.ENOUGH_IMAGES);
  }

  private static Ran train(String run, String... more) {
    List<String> args = new ArrayList<>(List.of(classed().toString(), "--run", run));
    args.addAll(List.of("--labels", "folders"));
    args.addAll(List.of(more));
    return Ran.train(place, args.toArray(String[]::new));
  }

  /** Returns a folder of ten images in each of two folders. */
  private static Path classed() {
    Path images = place.images(20);
    try {
      Path folder = Files.createDirectories(images.resolve("less"));
      for (int i = 0; i < 20; i += 2) {
        Path file = folder.resolve(i + ".png");
        Files.move(images.resolve(i + ".png"), file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return images;
  }

  private static Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  /** As after a run was moved to another machine without its samples. */
  @Test
  void theBestIsScoredAgainWhereItsScoreIsLost() throws IOException {
    assertThat(train("lost", "--kimg", "0.016", "--score-every", "0.008").code()).isZero();
    ScoreHistory before = ScoreHistory.read(place.folder("samples/lost/stats.jsonl"), 1000);
    List<String> args = new ArrayList<>(List.of("resume", "lost", "--kimg", "0.024"));
    args.addAll(List.of("--samples", place.folder("elsewhere").toString(), "--threads", "1"));
    args.addAll(List.of("--checkpoints", place.folder("checkpoints").toString()));
    args.addAll(List.of("--cache", place.folder("cache").toString()));
    Ran ran = organza(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    Path stats = place.folder("elsewhere/lost/stats.jsonl");
    assertThat(ScoreHistory.read(stats, before.best().orElseThrow().images()).best())
        .isEqualTo(before.best());
    String best = Files.readString(place.folder("checkpoints/lost/best")).strip();
    assertThat(Checkpoint.open(place.folder("checkpoints/lost/" + best)).images())
        .isEqualTo(ScoreHistory.read(stats, 1000).best().orElseThrow().images());
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
        .contains("frechet ", "kernel ", "precision ", "coverage ", "wasserstein ")
        .containsPattern(
            "classes +\\d+% named as asked for; of real images \\d+%, by chance \\d+%");
    assertThat(first.err()).contains("images are few");
    Ran second = run("evaluate", "scored/best", "--count", "40");
    assertThat(second.out()).isEqualTo(first.out());

    JsonNode json =
        RecordJson.parse(run("evaluate", "scored/best", "--count", "40", "--json").out());
    assertThat(json.at("/comparisons").findValuesAsText("set"))
        .containsExactly("training", "holdout");
    assertThat(json.at("/comparisons/0/source").asText()).isEqualTo(classed().toString());
    assertThat(json.at("/comparisons/0/count").asInt()).isEqualTo(7);
    assertThat(json.at("/comparisons/1/count").asInt()).isBetween(6, 13);
    assertThat(first.out())
        .contains("frechet      " + Format.measure(frechet(json, 0)))
        .contains("frechet      " + Format.measure(frechet(json, 1)))
        .contains(Format.percent(json.at("/classes/asAskedFor").asDouble()) + " named as asked for")
        .contains("of real images " + Format.percent(json.at("/classes/ofReal").asDouble()))
        .contains("by chance " + Format.percent(json.at("/classes/byChance").asDouble()));
  }

  private static double frechet(JsonNode json, int comparison) {
    return json.at("/comparisons/" + comparison + "/scores/frechet").asDouble();
  }

  @Test
  void otherImagesCanBeComparedWithToo() throws IOException {
    Path others = Files.createDirectories(place.folder("others"));
    List<Path> some;
    try (Stream<Path> files = Files.list(classed().resolve("less"))) {
      some = files.limit(8).toList();
    }
    for (Path file : some) {
      Files.copy(file, others.resolve(file.getFileName()));
    }
    Ran ran = run("evaluate", "scored", "--count", "40", "--against", others.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("40 images against 7 that were trained on")
        .contains("40 images against 8 in " + others);

    Files.delete(others.resolve(some.get(0).getFileName()));
    Files.delete(others.resolve(some.get(1).getFileName()));
    assertThat(run("evaluate", "scored", "--count", "40", "--against", others.toString()).err())
        .contains("warning: 6 images are few");
    Files.delete(others.resolve(some.get(2).getFileName()));
    assertRefused(
        run("evaluate", "scored", "--against", others.toString()),
        3,
        "others: to score, at least 6 images are needed, found 5");
    assertRefused(
        run("evaluate", "scored", "--against", place.folder("gone").toString()), 3, "gone");
    assertRefused(run("evaluate", "scored", "--against", ""), 2, "--against: must be a folder, ");
  }

  @Test
  void aTorchScriptFileGivesTheFeatures() {
    Path file = place.script("means.pt", "torch.mean(x, [2, 3])");
    Ran ran = run("evaluate", "scored", "--count", "40", "--features", file.toString());
    assertRefused(ran, 3, "means.pt: forward(Tensor x) does not tell what images it takes");
    ran =
        run(
            "evaluate",
            "scored",
            "--count",
            "40",
            "--features",
            file.toString(),
            "--features-protocol",
            "unit");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .containsPattern("features +TorchScript, unit \\(.*\\), SHA-256 [0-9a-f]{64}")
        .contains("frechet ");
  }

  @Test
  void trainingStopsWhenNothingBecomesBetter() {
    // With a learning rate of nothing, and an average that does not move, each score is the
    // first's.
    Ran ran =
        train(
            "stuck",
            "--kimg",
            "4",
            "--lr",
            "0",
            "--ema",
            "1e12",
            "--score-every",
            "0.008",
            "--stop-after",
            "0.02");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Stops: no better score for 0.02 kimg");

    assertRefused(run("resume", "stuck", "--score-every", "0"), 2, "--stop-after: needs scores");
    Ran done = run("resume", "stuck");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.err()).contains("stuck is done, at kimg 0.032: no better score for 0.02 kimg");
    assertThat(done.out()).contains("resume stuck --stop-after 0");
    Ran on = run("resume", "stuck", "--stop-after", "0", "--kimg", "0.064");
    assertThat(on.code()).as(on.err()).isZero();
    assertThat(on.err()).contains("Done: kimg 0.064").doesNotContain("Stops:");
    assertThat(place.folder("checkpoints/stuck/run.json")).content().contains("\"stopAfter\": 0");
  }

  /** What was learned since the last score may be better: only the next score tells. */
  @Test
  void betweenTwoScoresTrainingDoesNotStop() {
    String still = "--kimg 4 --lr 0 --ema 1e12 --score-every 0.016 --stop-after 0.008";
    Ran ran = train("patient", still.split(" "));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("Stops: no better score for 0.008 kimg", "Done: kimg 0.032,")
        .contains("Scores: kimg 0.016: ", ", 0.032: ");
  }

  /** The best checkpoint's score is all that is known then: it is not the last state's. */
  @Test
  void whatIsNotTrainedIsNotScored() throws IOException {
    Ran ran = train("untrained", "--kimg", "0.016", "--score-every", "0.008");
    assertThat(ran.code()).as(ran.err()).isZero();
    Files.delete(place.folder("samples/untrained/stats.jsonl"));
    Ran again = run("resume", "untrained", "--minutes", "1e-6");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("Done: kimg 0.016").doesNotContain("Score at");
  }

  @Test
  void aBestCheckpointThatIsClearlyBetterIsNamed() throws IOException {
    Ran ran =
        train("fell", "--kimg", "0.016", "--lr", "0", "--ema", "1e12", "--score-every", "0.008");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Next: ").doesNotContain("Best: ");

    // As if the first score, whose checkpoint is kept as the best, had been lower.
    Path stats = place.folder("samples/fell/stats.jsonl");
    Files.writeString(
        stats, Files.readString(stats).replaceFirst("\"frechet\":[^,]+", "\"frechet\":0.5"));
    Ran on = run("resume", "fell", "--kimg", "0.024");
    String scores = "kimg 0.008 scored 0.500, the last \\(kimg 0.024\\) \\S+: ";
    String command = scores + "\\S+organza generate fell/best --count 64 --samples ";
    assertThat(on.out()).containsPattern("Best:        " + command);
    assertThat(organza(with(place.folders(), "inspect", "fell")).out())
        .containsPattern("best        " + command);

    String hint = scores + "for the best one name \\S+best";
    String[] generate = with(place.folders(), "generate", "fell", "--count", "1");
    assertThat(organza(generate).err()).containsPattern(hint);
    assertThat(organza(with(List.of("--quiet"), generate)).err()).isEmpty();
    String[] export = with(place.folders(), "export", "fell", "--format", "safetensors");
    assertThat(organza(export).err()).containsPattern(hint);
    assertThat(organza(with(place.folders(), "export", "fell/best", "--format", "onnx")).err())
        .isEmpty();
  }

  private static String[] with(List<String> more, String... args) {
    return Stream.concat(Stream.of(args), more.stream()).toArray(String[]::new);
  }

  @Test
  void scoresCanBeSwitchedOff() {
    Ran ran = train("unscored", "--kimg", "0.016", "--score-every", "0");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).doesNotContain("Score");
    assertThat(place.folder("checkpoints/unscored/best")).doesNotExist();
    assertRefused(
        run("resume", "unscored", "--kimg", "1", "--stop-after", "1"),
        2,
        "--stop-after: needs scores, got --score-every 0 and --stop-after 1");
  }

  @Test
  void whatCannotBeScoredIsNamed() throws IOException {
    assertRefused(run("evaluate", "scored", "--count", "5"), 2, "--count: must be at least 6");
    assertRefused(
        run("evaluate", "scored", "--features", place.folder("gone.pt").toString()), 3, "gone.pt");
    assertRefused(run("evaluate", "scored", "--features-protocol", "unit"), 2, "needs --features");
    assertRefused(
        run("evaluate", "scored", "--features-protocol", "x"), 2, "nvidia, bytes, unit, signed");
    Path text = Files.writeString(place.folder("text.pt"), "hello");
    assertRefused(
        run("evaluate", "scored", "--features", text.toString()), 3, "text.pt: is not TorchScript");
    assertRefused(run("evaluate", "nobody"), 3, "nobody");
    assertRefused(run("evaluate", "scored", "--data", place.folder("gone").toString()), 3, "gone");
    assertRefused(run("evaluate", "scored", "--data", "a\0b"), 2, "--data: must be paths");
    assertRefused(
        train("bad", "--score-every", "0", "--stop-after", "1"), 2, "--stop-after: needs scores");
    assertRefused(train("bad", "--score-every", "-1"), 2, "--score-every: must be at least 0");
  }

  private static void assertRefused(Ran ran, int code, String part) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.err()).contains(part).doesNotContain("\tat ");
  }
}
