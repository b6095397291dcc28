package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.checkpoint.Checkpoint;
import io.organza.loss.AdaptiveL2;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --l2 adaptive}, at steps of 8 images and ticks of two steps. */
class AdaptiveLambdaTest {

  @TempDir Path root;

  private Workplace place;

  @BeforeEach
  void makeRoom() {
    place = new Workplace(root);
  }

  private Ran train(String... more) {
    List<String> args = new ArrayList<>(List.of(place.images(20).toString(), "--tick", "0.016"));
    args.addAll(List.of(more));
    return Ran.train(place, args.toArray(String[]::new));
  }

  private List<Double> lambdas(String run) throws IOException {
    List<Double> lambdas = new ArrayList<>();
    for (String line : Files.readAllLines(place.folder("samples/" + run + "/stats.jsonl"))) {
      JsonNode tree = RecordJson.parse(line);
      if (tree.has("lambda")) {
        lambdas.add(tree.path("lambda").asDouble(Double.NaN));
      }
    }
    return lambdas;
  }

  @Test
  void lambdaIsToldAndStaysBetweenItsBoundsAndGoesOnWhereItWas() throws IOException {
    String[] adaptive = {
      "--l2", "adaptive", "--l2-bounds", "9e-6,1.1e-5", "--holdout", "40", "--run", "whole"
    };
    Ran whole = train(with(adaptive, "--kimg", "0.064"));
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(whole.err()).contains(" | lambda 1.0e-05");
    assertThat(lambdas("whole")).hasSize(4).first().isEqualTo(1e-5);
    assertThat(lambdas("whole")).allSatisfy(l -> assertThat(l).isBetween(9e-6, 1.1e-5));
    assertThat(lambdas("whole").get(1)).isNotEqualTo(1e-5);
    adaptive[adaptive.length - 1] = "half";
    Ran half = train(with(adaptive, "--kimg", "0.04"));
    assertThat(half.code()).as(half.err()).isZero();
    List<String> resume =
        new ArrayList<>(List.of("resume", "half", "--kimg", "0.064", "--threads", "1"));
    resume.addAll(List.of("--cache", place.folder("cache").toString()));
    resume.addAll(place.folders());
    Ran resumed = organza(resume.toArray(String[]::new));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(sums("half")).isEqualTo(sums("whole"));
    assertThat(l2Decades("half")).isEqualTo(l2Decades("whole"));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private List<String> sums(String run) throws IOException {
    return Files.readAllLines(place.latest(run).resolve("SHA256SUMS")).stream()
        .filter(line -> line.endsWith(".safetensors"))
        .toList();
  }

  private double l2Decades(String run) throws IOException {
    return RecordJson.parse(Files.readString(place.latest(run).resolve("state.json")))
        .path("l2Decades")
        .asDouble();
  }

  @Test
  void aFixedLambdaIsNotTold() throws IOException {
    Ran ran = train("--kimg", "0.016", "--run", "fixed");
    assertThat(ran.err()).doesNotContain("lambda");
    assertThat(lambdas("fixed")).containsExactly(Double.NaN);
  }

  @Test
  void theBoundsOfARunThatIsAdaptiveMayChange() throws IOException {
    train("--l2", "adaptive", "--holdout", "40", "--run", "bound", "--kimg", "0.008");
    List<String> args = new ArrayList<>(List.of("resume", "bound", "--kimg", "0.016"));
    args.addAll(List.of("--l2-bounds", "1e-6,1e-4", "--threads", "1"));
    args.addAll(List.of("--cache", place.folder("cache").toString()));
    args.addAll(place.folders());
    Ran resumed = organza(args.toArray(String[]::new));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(Checkpoint.open(place.latest("bound")).config().loss().adaptiveL2())
        .extracting(AdaptiveL2::least, AdaptiveL2::most)
        .containsExactly(1e-6, 1e-4);
  }

  @Test
  void whatItNeedsIsSaid() {
    assertRefused(
        train("--l2", "adaptive"), "--l2: must be a number where no images are set aside");
    assertRefused(train("--l2", "much"), "--l2", "expected a number", "'much'");
    assertRefused(train("--l2-bounds", "1,2"), "--l2-bounds: needs --l2 adaptive");
    assertRefused(
        train("--l2", "adaptive", "--holdout", "20", "--l2-bounds", "2,1"),
        "--l2-bounds: most must be at least the least, got 1.0");
    for (String value : List.of("\"target\": 3", "\"decadeKimg\": 0")) {
      Path config = place.write("odd.json", "{\"loss\": {\"adaptiveL2\": {" + value + "}}}");
      String key = value.substring(1, value.indexOf(':') - 1);
      assertRefused(
          organza("train", place.images(2).toString(), "--config", config.toString()),
          "loss.adaptiveL2." + key + ": must be ");
    }
    assertRefused(train("--l2", "adaptive", "--l2-bounds", "2"), "expected LOW,HIGH, got '2'");
    assertRefused(train("--l2", "adaptive", "--holdout", "0.001"), "--holdout 0.001% leaves none");
  }

  private static void assertRefused(Ran ran, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
  }
}
