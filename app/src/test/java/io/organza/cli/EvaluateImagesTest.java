package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.record.RecordJson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores images that are there already, and tells scores to programs. */
class EvaluateImagesTest {

  private static final int COUNT = 30;

  @TempDir static Path root;

  private static Workplace place;

  /** The options for features that are the means of the channels. */
  private static List<String> means = List.of();

  @BeforeAll
  static void train() {
    place = new Workplace(root);
    String file = place.script("means.pt", "torch.mean(x, [2, 3])").toString();
    means = List.of("--features", file, "--features-protocol", "unit");
    String pictures = place.images(20).toString();
    Ran ran = Ran.train(place, pictures, "--run", "plain", "--kimg", "0.016", "--score-every", "0");
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  private static Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(place.folders());
    return Ran.organza(all.toArray(String[]::new));
  }

  private static Ran evaluate(String... args) {
    List<String> all = new ArrayList<>(List.of("evaluate"));
    all.addAll(List.of(args));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    return run(all.toArray(String[]::new));
  }

  /** Returns what is printed, which is one value of JSON and no more. */
  private static JsonNode json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    Ran ran = evaluate(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return RecordJson.parse(ran.out());
  }

  /** Returns the arguments that compare images with real ones by the means of their channels. */
  private static String[] byMeans(String images, String real, String... more) {
    List<String> args = new ArrayList<>(List.of(images, "--against", real));
    args.addAll(means);
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Writes images of noise, the same each time but for how bright they are. */
  private static Path noise(String name, int brighter) throws IOException {
    Path folder = Files.createDirectories(place.folder(name));
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int j = 0; j < 64; j++) {
        int level = 60 + brighter;
        int red = level + random.nextInt(80);
        int green = level + random.nextInt(80);
        int blue = level + random.nextInt(80);
        image.setRGB(j % 8, j / 8, red << 16 | green << 8 | blue);
      }
      ImageIO.write(image, "png", folder.resolve("%02d.png".formatted(i)).toFile());
    }
    return folder;
  }

  @Test
  void aSetIsAsNearToItselfAsCanBe() throws IOException {
    String noise = noise("noise", 0).toString();
    JsonNode same = json(noise, "--against", noise).at("/comparisons/0");
    assertThat(same.at("/scores/frechet").asDouble()).isCloseTo(0, within(1e-3));
    assertThat(same.at("/scores/kernel/value").asDouble()).isNegative();
    assertThat(same.at("/wasserstein").asDouble()).isZero();
    // An image lies in its own ball, and in those of the others that it is one of the first four
    // neighbours of: 5 of each image, as many as the density is divided by.
    for (String share : List.of("precision", "recall", "density", "coverage")) {
      assertThat(same.at("/scores/neighbours/" + share).asDouble()).isEqualTo(1);
    }
  }

  /**
   * With means as features the squared distance is that of the means: the covariances are equal.
   */
  @Test
  void theDistanceOfASetThatIsBrighterIsThatOfTheMeans() throws IOException {
    String real = noise("dark", 0).toString();
    for (int brighter : new int[] {10, 20}) {
      String made = noise("brighter" + brighter, brighter).toString();
      JsonNode json = json(byMeans(made, real));
      assertThat(json.at("/comparisons/0/scores/frechet").asDouble())
          .isCloseTo(3 * Math.pow(brighter / 255.0, 2), within(1e-6));
      assertThat(json.at("/features/protocol").asText()).isEqualTo("unit");
      assertThat(json.at("/features/hash").asText()).matches("[0-9a-f]{64}");
      assertThat(json.at("/features/name").asText()).contains(json.at("/features/hash").asText());
    }
  }

  @Test
  void whatGenerateWroteHasTheScoresOfItsCheckpoint() {
    String made = place.folder("made").toString();
    Ran ran = run("generate", "plain", "--count", "" + COUNT, "--out", made);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(place.folder("made/sheet.png")).exists();
    JsonNode ofRun = json("plain", "--count", "" + COUNT);
    JsonNode ofImages = json(made, "--against", place.folder("pictures").toString());

    assertThat(ofImages.at("/count")).isEqualTo(ofRun.at("/count"));
    assertThat(ofImages.at("/shape")).isEqualTo(ofRun.at("/shape"));
    assertThat(ofImages.at("/features")).isEqualTo(ofRun.at("/features"));
    for (String numbers : List.of("count", "scores", "wasserstein", "wassersteinByScale")) {
      String path = "/comparisons/0/" + numbers;
      assertThat(ofImages.at(path).isMissingNode()).isFalse();
      assertThat(ofImages.at(path)).isEqualTo(ofRun.at(path));
    }
    assertThat(ofRun.at("/scored/checkpoint").asText())
        .endsWith(place.latest("plain").getFileName().toString());
    assertThat(ofRun.at("/scored/kimg").asDouble()).isEqualTo(0.016);
    assertThat(ofRun.at("/scored/images").isNull()).isTrue();
    assertThat(ofRun.at("/comparisons/0/set").asText()).isEqualTo("training");
    assertThat(ofImages.at("/scored/checkpoint").isNull()).isTrue();
    assertThat(ofImages.at("/scored/kimg").isNull()).isTrue();
    assertThat(ofImages.at("/scored/images").asText()).isEqualTo(made);
    assertThat(ofImages.at("/comparisons/0/set").asText()).isEqualTo("against");
  }

  @Test
  void theTextHasTheNumbersOfTheJson() throws IOException {
    String made = noise("text", 50).toString();
    String real = noise("base", 0).toString();
    String[] args = byMeans(made, real);
    JsonNode json = json(args);
    JsonNode comparison = json.at("/comparisons/0");
    JsonNode scores = comparison.at("/scores");
    assertThat(evaluate(args).out().lines())
        .containsExactly(
            "features     " + json.at("/features/name").asText(),
            "30 images of %s against 30 in %s, at 8x8x3".formatted(made, real),
            "frechet      %s, of many images %s to %s (95%%)"
                .formatted(
                    number(scores, "/frechet"),
                    number(scores, "/frechetInterval/low"),
                    number(scores, "/frechetInterval/high")),
            "kernel       %s, standard error %s"
                .formatted(
                    number(scores, "/kernel/value"), number(scores, "/kernel/standardError")),
            "precision    %s, recall %s"
                .formatted(
                    number(scores, "/neighbours/precision"), number(scores, "/neighbours/recall")),
            "density      %s, coverage %s"
                .formatted(
                    number(scores, "/neighbours/density"), number(scores, "/neighbours/coverage")),
            "wasserstein  %s, by scale 8x8: %s"
                .formatted(
                    number(comparison, "/wasserstein"),
                    number(comparison, "/wassersteinByScale/0/distance")));
  }

  private static String number(JsonNode json, String path) {
    assertThat(json.at(path).isNumber()).as(path).isTrue();
    return Format.measure(json.at(path).asDouble());
  }

  @Test
  void bothAreReadAtOneSize() throws IOException {
    Path noise = noise("zipped", 0);
    Path zip = place.folder("noise.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < COUNT; i++) {
        out.putNextEntry(new ZipEntry(i + ".png"));
        Files.copy(noise.resolve("%02d.png".formatted(i)), out);
      }
    }
    // The pictures have several sizes, from 10x12 on.
    String pictures = place.folder("pictures").toString();
    assertThat(shape(zip.toString(), pictures)).isEqualTo("8x8x3");
    assertThat(shape(pictures, zip.toString())).isEqualTo("8x8x3");
    assertThat(shape(zip.toString(), pictures, "--resolution", "6x4", "--channels", "grey"))
        .isEqualTo("6x4x1");
    JsonNode some = json(byMeans(zip.toString(), pictures, "--count", "7"));
    assertThat(some.at("/count").asInt()).isEqualTo(7);
    assertThat(some.at("/comparisons/0/count").asInt()).isEqualTo(20);
  }

  private static String shape(String images, String real, String... more) {
    JsonNode shape = json(byMeans(images, real, more)).at("/shape");
    return shape.at("/width") + "x" + shape.at("/height") + "x" + shape.at("/channels");
  }

  @Test
  void whatCannotBeComparedIsNamed() throws IOException {
    String noise = noise("refused", 0).toString();
    assertRefused(evaluate(noise), 2, "--against: must say what " + noise + " is compared with");
    Ran ran = evaluate(noise, "--against", noise, "--data", "a", "--labels", "b.csv");
    assertRefused(ran, 2, "--data: is for runs, got images: " + noise);
    assertThat(ran.err()).contains("--labels: is for runs");
    ran = evaluate("plain", "--resolution", "8", "--channels", "rgb");
    assertRefused(ran, 2, "--resolution: is for images");
    assertThat(ran.err()).contains("--channels: is for images");
    assertRefused(
        evaluate(noise, "--against", noise, "--resolution", "3"),
        2,
        "--resolution: must be at least 4 pixels a side");
    assertRefused(
        evaluate(noise, "--against", noise, "--resolution", "99999"), 2, "got 99999x99999");
    assertRefused(
        evaluate(noise, "--against", noise, "--count", "31"), 2, "--count: there are 30 images");
    assertRefused(evaluate("", "--against", noise), 2, "IMAGES: must be a folder");
    assertRefused(evaluate("nobody", "--against", noise), 3, "no such run or checkpoint: nobody");
    assertRefused(evaluate(noise, "--against", "nobody"), 3, "nobody");
    String exported = place.write("some.safetensors", "").toString();
    assertRefused(
        evaluate(exported, "--against", noise), 2, "IMAGES: must be images, got the exported");
    for (int i = 5; i < COUNT; i++) {
      Files.delete(Path.of(noise, "%02d.png".formatted(i)));
    }
    assertRefused(
        evaluate(noise, "--against", place.folder("pictures").toString()),
        3,
        "refused: to score, at least 6 images are needed, found 5");
  }

  private static void assertRefused(Ran ran, int code, String part) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(part).doesNotContain("\tat ");
  }
}
