package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.RunLock;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.metric.FloatCache;
import io.organza.metric.Judge;
import io.organza.sampling.ImageGenerator;
import io.organza.training.Cadence;
import io.organza.training.Schedule;
import io.organza.tuning.Measures;
import io.organza.tuning.Trial;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuning on 40 flowers of 8x8 pixels, for a few steps each. */
class TuneTest {

  private static final List<String> SHORT = List.of("--kimg", "0.016", "--rungs", "2");

  @TempDir static Path root;

  private static Workplace place;
  private static Ran first;

  @BeforeAll
  static void tune() {
    place = new Workplace(root);
    place.images(40);
    first = run("first", "--l2", "0,1e-4..1e-3");
  }

  private static Ran run(String folder, String... more) {
    shareFeatures(folder);
    return organza(arguments(folder, more).toArray(String[]::new));
  }

  /** The features of the first folder's trials suit the others': that spares seconds for each. */
  private static void shareFeatures(String folder) {
    Path from = place.folder("first/scores");
    Path to = place.folder(folder).resolve("scores");
    if (!Files.exists(from) || Files.exists(to) || folder.equals("bad")) {
      return;
    }
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> arguments(String folder, String... more) {
    List<String> all = new ArrayList<>(List.of("tune", place.folder("pictures").toString()));
    all.addAll(Ran.SMALL);
    all.addAll(SHORT);
    all.addAll(List.of("--config", place.narrow().toString(), "--holdout", "30%", "--no-mirror"));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(List.of("--folder", place.folder(folder).toString()));
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void itEndsWithATableAPlotAndTheLineToTrainWith() throws IOException {
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("3 settings in 5 trials, 0.08 kimg in all", "About ");
    assertThat(first.out().lines().limit(4))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("l2 ", "kimg", "score", "weight norm", "gap", "G grad", "clipped")
                    .doesNotContain("error"),
            line -> assertThat(line).contains(" 0.032 "),
            line -> assertThat(line).contains(" 0.032 "),
            line -> assertThat(line).contains(" 0.016 "));
    BufferedImage plot = ImageIO.read(place.folder("first/tune.png").toFile());
    assertThat(Objects.requireNonNull(plot).getWidth()).isEqualTo(900);
    assertThat(Files.readString(place.folder("first/tune.html")))
        .contains(
            "<img", "data:image/png;base64,", "weight norm", NextCommands.launcher() + " train");
    assertThat(Files.readAllLines(place.folder("first/results.jsonl")))
        .hasSize(5)
        .allMatch(line -> line.matches(".*\"generatorGradient\":[0-9.E-]+,.*"));
  }

  @Test
  void theLineTrainsWithWhatWasGivenAndTheBest() {
    String best = first.out().lines().toList().get(1).strip().split(" ", 2)[0];
    String line =
        first.out().lines().filter(text -> text.startsWith("Train with:")).toList().get(0);
    assertThat(line)
        .contains(" train " + place.folder("pictures"), "--resolution 8", "--batch 8")
        .contains("--holdout " + NextCommands.quoted("30%"), "--no-mirror", "--config ", "--cache ")
        .doesNotContain("--rungs", "--kimg", "--folder")
        .endsWith("--l2 " + best);
    assertThat(first.err())
        .containsPattern("Trials end at kimg 0\\.032, a training at \\d+, where ");
  }

  /** The same steps at once: what a rung left is what the next one went on with. */
  @Test
  void aTrialIsARunThatGoesOn() throws IOException {
    String name =
        place.names("first/trials").stream()
            .filter(trial -> place.names("first/trials/" + trial).contains("rung1.json"))
            .findFirst()
            .orElseThrow();
    assertThat(place.names("first/samples/" + name))
        .contains("reals.png", "stats.jsonl", "log.txt");
    Path latest = new Workplace(place.folder("first")).latest(name);
    Ran ran =
        Ran.train(
            place,
            place.images(40).toString(),
            "--run",
            "whole",
            "--holdout",
            "30%",
            "--kimg",
            "0.032",
            "--l2",
            name.substring("00-l2-".length()));
    assertThat(ran.code()).as(ran.err()).isZero();
    String sum = "SHA256SUMS";
    assertThat(tensors(latest.resolve(sum))).isEqualTo(tensors(place.latest("whole").resolve(sum)));
  }

  private static List<String> tensors(Path sums) throws IOException {
    return Files.readAllLines(sums).stream().filter(line -> line.endsWith(".safetensors")).toList();
  }

  @Test
  void theSameAgainTrainsNothing() {
    Ran again = run("first", "--l2", "0,1e-4..1e-3");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(again.err()).contains("; 5 are done").doesNotContain("trains to");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsThereIsNoPlotAndAllElse() throws Exception {
    Path target = place.folder("fontless");
    copy(place.folder("first"), target);
    for (String file : List.of("tune.png", "tune.html", "results.jsonl")) {
      Files.delete(target.resolve(file));
    }
    Ran ran = Ran.withoutFonts(place, arguments("fontless", "--l2", "0,1e-4..1e-3"));
    assertThat(ran.code()).as(ran.out()).isZero();
    assertThat(ran.out()).contains("Train with:", "no plot").doesNotContain("Plot:");
    assertThat(Files.readAllLines(target.resolve("results.jsonl"))).hasSize(5);
    assertThat(Files.readString(target.resolve("tune.html")))
        .contains("weight norm", " train ")
        .doesNotContain("<img");
    assertThat(target.resolve("tune.png")).doesNotExist();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void whatIsMissingIsDoneAgain() throws IOException {
    List<String> two = List.of("--l2", "0,1e-3");
    Ran whole = run("missing", two.toArray(String[]::new));
    Path folder = place.folder("missing/trials/01-l2-0.001");
    Files.deleteIfExists(folder.resolve("rung1.json"));
    Files.deleteIfExists(place.folder("missing/trials/00-l2-0/rung1.json"));
    Files.delete(folder.resolve("rung0.json"));
    Ran again = run("missing", two.toArray(String[]::new));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(whole.out());
  }

  @Test
  void whatWasTrainedFurtherByOtherMeansIsNamed() throws IOException {
    assertThat(run("further", "--l2", "0,1e-3").code()).isZero();
    Path folder = place.folder("further");
    Path run = folder.resolve("checkpoints/01-l2-0.001");
    Files.deleteIfExists(folder.resolve("trials/01-l2-0.001/rung1.json"));
    Files.delete(folder.resolve("trials/01-l2-0.001/rung0.json"));
    for (Path checkpoint : new CheckpointStore(run).list()) {
      if (Checkpoint.open(checkpoint).images() == 16) {
        Files.move(checkpoint, place.folder("gone"));
      }
    }
    Ran again = run("further", "--l2", "0,1e-3");
    assertThat(again.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(again.err()).contains(run + ": has no checkpoint of kimg 0.016, as if it was");
  }

  /** 945 of 1,050 images are few, and so they are augmented; all of them are not. */
  @Test
  void theLineAugmentsAsTheTrialsDid() {
    Workplace other = new Workplace(root.resolve("many"));
    String images = other.images(1050).toString();
    List<String> command = new ArrayList<>(List.of("tune", images, "--l2", "0"));
    command.addAll(Ran.SMALL);
    command.addAll(List.of("--kimg", "0.016", "--rungs", "1", "--config", "" + place.narrow()));
    command.addAll(List.of("--cache", place.folder("cache").toString()));
    command.addAll(List.of("--folder", place.folder("augmented").toString()));
    Ran ran = organza(command.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).containsPattern("Train with: .* --augment translation --l2 0\\R");
  }

  @Test
  void twoShareTheWork() {
    String[] two = {"--l2", "0,1e-6..1e-4"};
    shareFeatures("shared");
    CompletableFuture<Ran> other = CompletableFuture.supplyAsync(() -> run("shared", two));
    Ran ran = run("shared", two);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(other.join().out()).isEqualTo(ran.out());
    long trained =
        (ran.err() + other.join().err()).lines().filter(l -> l.contains(": trains to")).count();
    assertThat(trained).isEqualTo(4 + 2);
  }

  /** So that of two that begin at once the second takes the precision that the first measured. */
  @Test
  void whileAPlanIsMadeNobodyElseMakesOne() throws IOException {
    TunePlan plan = new TuneFolder(place.folder("first")).plan().orElseThrow();
    TuneFolder folder = new TuneFolder(place.folder("planned"));
    List<CompletableFuture<TunePlan>> others = new ArrayList<>();
    folder.follow(
        () -> {
          others.add(CompletableFuture.supplyAsync(() -> followTheOneThatIsThere(folder)));
          TuneFolder.pause();
          assertThat(others.get(0)).isNotDone();
          return plan;
        });
    assertThat(others.get(0).join()).isEqualTo(plan);
  }

  private static TunePlan followTheOneThatIsThere(TuneFolder folder) {
    try {
      return folder.follow(() -> folder.plan().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** However long the rung, and if somebody stops it five times in its second half. */
  @ParameterizedTest
  @ValueSource(doubles = {3, 12, 48, 120, 140, 192, 400, 5000})
  void theCheckpointsOfAllMomentsAreKept(double kimg) {
    RunSettings settings = TrialRunner.settings(kimg);
    Cadence cadence = new Cadence(settings.checkpointEvery(), 1);
    long regular =
        LongStream.rangeClosed((long) (kimg * 4000 / 6) + 1, (long) (kimg * 1000))
            .filter(cadence::isDue)
            .count();
    assertThat(3 + regular + 5).isLessThanOrEqualTo(settings.keep());
  }

  @Test
  void whatAnotherTrainsIsLeftToIt() throws IOException {
    TuneFolder folder = new TuneFolder(place.folder("first"));
    TunePlan plan = folder.plan().orElseThrow();
    List<Trial> trials = List.of(new Trial(0, 5, 0), new Trial(1, 5, 0));
    try (RunLock lock =
            RunLock.acquire(place.folder("first/trials/" + plan.runName(trials.get(0))));
        TuneFolder.Claim claim = folder.claim(plan, trials).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(claim.trial()).isEqualTo(trials.get(1));
      assertThat(folder.claim(plan, trials)).isEmpty();
    }
  }

  @Test
  void aResultWithoutAScoreIsRefusedAndOneThatDivergedIsNot() throws IOException {
    Path cut = Files.createDirectories(place.folder("cut"));
    Files.copy(place.folder("first/tune.json"), cut.resolve("tune.json"));
    TuneFolder folder = new TuneFolder(cut);
    TunePlan plan = folder.plan().orElseThrow();
    folder.keep(plan, new Trial(0, 0, 0), Measures.DIVERGED);
    Path result = cut.resolve("trials/" + plan.runName(new Trial(0, 0, 0)) + "/rung0.json");
    String whole = Files.readString(result).strip();
    assertThat(whole).startsWith("{\"score\":null");
    folder.tournament(plan);
    for (String text : List.of("", "{}", "{\"score\":\"1\"}", whole.substring(0, 30))) {
      Files.writeString(result, text);
      assertThatThrownBy(() -> folder.tournament(plan))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(result + ": ")
          .hasMessageContaining("done again");
    }
    byte[] noText = {'{', (byte) 0xb1, '}'};
    Files.write(result, noText);
    assertThatThrownBy(() -> folder.tournament(plan))
        .hasMessageStartingWith(result + ": it is not");
    Files.write(cut.resolve("tune.json"), noText);
    assertThatThrownBy(folder::plan)
        .hasMessageStartingWith(cut.resolve("tune.json") + ": it is not UTF-8");
  }

  @Test
  void thePlanOfAnEarlierVersionIsFollowed() throws IOException {
    TunePlan plan = new TuneFolder(place.folder("first")).plan().orElseThrow();
    String text = Files.readString(place.folder("first/tune.json"));
    String earlier = text.replaceAll("\"(variety|generatorDropout)\": [^,\\s]*,?\\s*", "");
    earlier = earlier.replaceAll(",(\\s*})", "$1");
    assertThat(earlier).doesNotContain("variety", "generatorDropout").isNotEqualTo(text);
    Files.createDirectories(place.folder("earlier"));
    place.write("earlier/tune.json", earlier);
    assertThat(new TuneFolder(place.folder("earlier")).plan()).contains(plan);
  }

  /** Its scores are by features that do not compare. */
  @Test
  void theFolderOfAPlanThatDoesNotSayItsFeaturesIsRefused() throws IOException {
    String text = Files.readString(place.folder("first/tune.json"));
    Files.createDirectories(place.folder("before"));
    place.write("before/tune.json", text.replaceAll("\"features\": \"[^\"]*\",\\s*", ""));
    TuneFolder folder = new TuneFolder(place.folder("before"));
    TunePlan plan = new TuneFolder(place.folder("first")).plan().orElseThrow();
    assertThatThrownBy(() -> folder.follow(() -> plan))
        .hasMessageContaining(
            "was begun with features of an earlier version, got " + plan.features());
  }

  @Test
  void foldsHoldOutEachPartInTurn() {
    List<String> all = arguments("folds", "--l2", "0", "--folds", "2", "--gamma", "x0.1");
    int holdout = all.indexOf("--holdout");
    all.subList(holdout, holdout + 2).clear();
    Ran ran = organza(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(place.names("folds/samples"))
        .containsExactly("00-l2-0-gamma-times-0.1-fold0", "00-l2-0-gamma-times-0.1-fold1");
    assertThat(ran.out()).contains("score", "error", "--l2 0 --gamma x0.1");
  }

  @Test
  void aFactorOfAGammaThatFallsFallsAndAValueStays() {
    GanConfig tiny = Preset.TINY.config(DataOptions.of("any"), 32, 32, 3);
    ConfigLayers layers = ConfigLayers.over(tiny);
    assertThat(SearchedOption.of("gamma-times").lay(layers, 2).toConfig().training().gamma())
        .isEqualTo(new Schedule(2, 0.4, 300));
    assertThat(SearchedOption.of("gamma").lay(layers, 2).toConfig().training().gamma())
        .isEqualTo(Schedule.constant(2));
    assertThat(organza("tune", "--gamma", "x0.5,2").err())
        .contains("--gamma: expected a number such as 0.1 or 1e-6..1e-2, got 'x0.5'");
  }

  /** Of 48 images: after 32, 40 and 48. */
  @Test
  void theScoreIsTheMedianOfThreeMoments() throws IOException {
    List<String> all = arguments("moments", "--l2", "0");
    all.set(all.indexOf("0.016"), "0.048");
    all.set(all.indexOf("2"), "1");
    shareFeatures("moments");
    Ran ran = organza(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    TuneFolder folder = new TuneFolder(place.folder("moments"));
    double score =
        folder.tournament(folder.plan().orElseThrow()).standings().get(0).measures().score();
    List<Double> scores = new ArrayList<>();
    for (Path moment : folder.runs().run("00-l2-0").store().list()) {
      Checkpoint checkpoint = Checkpoint.open(moment);
      if (checkpoint.images() > 24) {
        scores.add(score(checkpoint, folder.scores()));
      }
    }
    assertThat(scores).hasSize(3).doesNotHaveDuplicates();
    scores.sort(null);
    assertThat(score).isEqualTo(scores.get(1));
  }

  private static double score(Checkpoint checkpoint, FloatCache features) throws IOException {
    GanConfig config = checkpoint.config();
    CacheOption cache = new CacheOption();
    cache.cache = place.folder("cache");
    try (Console console = Console.unseen();
        ImageSource source = ImageSource.open(config.data());
        ImageGenerator generator =
            ImageGenerator.of(checkpoint, config.training().precision(), Device.cpu())) {
      Datasets.Packed images = Datasets.pack(source, config, cache.open(), console);
      try (Judge judge = Judge.of(images.training(), images.holdout(), features, Device.cpu())) {
        return judge.frechetDistance(generator);
      }
    }
  }

  @Test
  void whatDivergesIsTheWorst() {
    Ran ran = run("diverged", "--l2", "1e30,1e-5", "--clip", "none", "--variety", "0");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("counts as the worst");
    assertThat(ran.out())
        .containsPattern("1e30 +0.016 +diverged")
        .contains("--l2 1e-5", "--variety 0");
  }

  @Test
  void randomSettingsAreDrawn() {
    Ran ran = run("random", "--search", "random", "--trials", "2", "--l2", "1e-6..1e-2");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(place.names("random/samples")).hasSize(2);
  }

  @Test
  void whatCannotBeTriedIsNamed() {
    assertRefused(run("bad", "--l2", "much"), 2, "--l2: expected a number", "'much'");
    assertRefused(run("bad", "--rungs", "0", "--eta", "1"), 2, "--rungs: must", "--eta: must");
    assertRefused(run("bad", "--folds", "3"), 2, "--holdout: with --folds 3");
    assertRefused(run("bad", "--holdout", "0"), 2, "--holdout: scores are of images that are held");
    assertRefused(run("bad", "--trials", "3"), 2, "--trials: needs --search random");
    assertRefused(run("bad", "--clip-at", "1", "--clip", "none"), 2, "contradicts --clip none");
    assertRefused(run("bad", "--clip-at", "0"), 2, "--clip-at: must be above 0");
    assertRefused(
        run("bad", "--folds", "3", "--trials", "3", "--device", "gpu0,gpu1"),
        2,
        "--holdout: with --folds 3",
        "--trials: needs",
        "--device: several are for training alone, got gpu0,gpu1");
    assertRefused(run("first", "--l2", "0"), 2, "--folder: ", "was begun with settings");
    assertRefused(run("first", "--eta", "3"), 2, "was begun with eta 2, got 3: name another");
    assertThat(place.folder("bad")).doesNotExist();
  }

  private static void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
  }
}
