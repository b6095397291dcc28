package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.data.ImageSource;
import io.organza.metric.Judge;
import io.organza.sampling.ImageGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores in the training of a run of which half of the images are held out, enough to go by. */
class HoldoutScoreTest {

  private static final String HELD = "\"against\":\"holdout\"";

  @TempDir static Path root;

  private static Workplace place;
  private static Ran trained;

  @BeforeAll
  static void train() throws IOException {
    place = new Workplace(root);
    Path images = Files.createDirectories(place.folder("pictures"));
    for (int i = 0; i < RealSet.ENOUGH_IMAGES * 5 / 2; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 64; pixel++) {
        image.setRGB(pixel % 8, pixel / 8, 0x010305 * (i % 50) + (pixel * i) % 128);
      }
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
    trained =
        Ran.train(
            place,
            images.toString(),
            "--run",
            "held",
            "--kimg",
            "0.016",
            "--score-every",
            "0.016",
            "--holdout",
            "50");
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  /** Copies the run as one of another name. */
  private static void copy(String name) throws IOException {
    for (String folder : List.of("samples", "checkpoints")) {
      Path from = place.folder(folder + "/held");
      Path to = place.folder(folder + "/" + name);
      try (var files = Files.walk(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
  }

  private static Ran resume(String run, String kimg) {
    List<String> all = new ArrayList<>(List.of("resume", run, "--kimg", kimg));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(place.folders());
    Ran ran = organza(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private static Path stats(String run) {
    return place.folder("samples/" + run + "/stats.jsonl");
  }

  private static List<String> scores(String run) throws IOException {
    return Files.readAllLines(stats(run)).stream()
        .filter(line -> line.contains("frechet"))
        .toList();
  }

  @Test
  void theyAreAgainstTheHoldOut() throws IOException {
    assertThat(trained.err())
        .containsPattern(
            "Score at kimg 0.016: Frechet distance \\S+ against the hold-out, the best")
        .containsPattern("Scores: kimg 0.016: \\S+ \\(best\\), against the hold-out; scoring took");
    assertThat(scores("held")).singleElement().asString().contains(HELD);
    ScoreHistory history = ScoreHistory.read(stats("held"), 16);
    assertThat(history.best().orElseThrow().frechet()).isEqualTo(distanceFromHoldout());
  }

  private static double distanceFromHoldout() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(place.latest("held"));
    GanConfig config = checkpoint.config();
    CacheOption cache = place.cacheOption();
    try (Console console = Console.unseen();
        ImageSource source = ImageSource.open(config.data());
        ImageGenerator generator =
            ImageGenerator.of(checkpoint, config.training().precision(), Device.cpu())) {
      Datasets.Packed images = Datasets.pack(source, config, cache.open(), console);
      assertThat(images.holdout().count()).isGreaterThanOrEqualTo(RealSet.ENOUGH_IMAGES);
      try (Judge judge =
          Judge.of(images.training(), images.holdout(), cache.scores(), Device.cpu())) {
        return judge.frechetDistance(generator);
      }
    }
  }

  @Test
  void aResumedRunGoesOnWithThem() throws IOException {
    copy("more");
    Ran ran = resume("more", "0.032");
    assertThat(ran.err())
        .containsPattern("Scores: kimg 0.016: .*, 0.032: .*, against the hold-out;");
    assertThat(scores("more")).hasSize(2).allMatch(line -> line.contains(HELD));
  }

  /** Its scores are by other features, so what is to come would never be as good. */
  @Test
  void theBestOfAnEarlierVersionIsScoredAgain() throws IOException {
    copy("earlier");
    String line = "{\"images\":16,\"frechet\":1e-9,\"against\":\"training\"}\n";
    String others = Files.readString(stats("earlier")).replaceAll(".*frechet.*\n", "");
    Files.writeString(stats("earlier"), others + line);
    Ran ran = resume("earlier", "0.032");
    assertThat(ran.err())
        .containsPattern("Scores: kimg 0.016: .*, 0.032: .*, against the hold-out; scoring took");
    assertThat(scores("earlier")).hasSize(3).contains(scores("held").get(0));
  }

  @Test
  void tooFewAreNotGoneBy() {
    assertThat(RealSet.usual(RealSet.ENOUGH_IMAGES)).isEqualTo(RealSet.HOLDOUT);
    assertThat(RealSet.usual(RealSet.ENOUGH_IMAGES - 1)).isEqualTo(RealSet.TRAINING);
  }
}
