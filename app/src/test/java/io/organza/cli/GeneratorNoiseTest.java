package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a run that was trained with noise and dropout in its generator. */
class GeneratorNoiseTest {

  @TempDir static Path root;

  private static Workplace place;

  @BeforeAll
  static void train() {
    place = new Workplace(root);
    String images = place.images(4).toString();
    Ran noisy =
        Ran.train(
            place,
            images,
            "--run=noisy",
            "--kimg=0.016",
            "--generator-noise",
            "--generator-dropout=0.3");
    assertThat(noisy.code()).as(noisy.err()).isZero();
    Ran plain = Ran.train(place, images, "--run=plain", "--kimg=0.016");
    assertThat(plain.code()).as(plain.err()).isZero();
  }

  private static String path(String name) {
    return place.folder(name).toString();
  }

  private static Ran run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private static Ran resume(String... args) {
    List<String> all = new ArrayList<>(List.of("resume"));
    all.addAll(List.of(args));
    all.addAll(List.of("--device=cpu", "--cache", path("cache")));
    return run(all.toArray(String[]::new));
  }

  private static void assertDone(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCodes.DONE);
  }

  @Test
  void theRunGoesOn() {
    Ran ran = resume("noisy", "--fork=more", "--kimg=0.032");
    assertDone(ran);
    assertThat(place.latest("more").resolve("config.json"))
        .content()
        .contains("\"generatorNoise\": true", "\"generatorDropout\": 0.3");
  }

  @Test
  void dropoutMayChangeButNoiseIsPartOfTheNetwork() {
    Ran refused = resume("plain", "--generator-noise", "--kimg=0.032");
    assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(refused.err()).contains("--generator-noise", "from false to true");

    assertDone(resume("plain", "--generator-dropout=0.2", "--kimg=0.032"));
  }

  @Test
  void theSameSeedIsTheSameImageWhateverElseIsMade() {
    assertDone(run("generate", "noisy", "--seeds=5", "--out", path("one")));
    assertDone(run("generate", "noisy", "--seeds=1-70", "--out", path("many")));
    assertThat(place.folder("one/seed000005.png"))
        .hasSameBinaryContentAs(place.folder("many/seed000005.png"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"safetensors", "torchscript", "onnx", "djl"})
  void exportsMakeTheSameImages(String format) {
    Ran ran = run("export", "noisy", "--format", format);
    assertDone(ran);
    assertThat(ran.out())
        .containsPattern(
            "Checked: 64 images differ .* by at most (0\\.0|\\d\\.\\de-0[4-9]) ?.*of 1");
  }

  @Test
  void anExportedGeneratorMakesTheRunsImages() {
    String file = path("noisy.safetensors");
    assertDone(run("export", "noisy", "--format=safetensors", "--out", file));
    assertDone(run("generate", file, "--seeds=3", "--out", path("exported")));
    assertDone(run("generate", "noisy", "--seeds=3", "--out", path("own")));
    assertThat(place.folder("exported/seed000003.png"))
        .hasSameBinaryContentAs(place.folder("own/seed000003.png"));
  }

  @Test
  void latentsAreFoundAndWaysBetweenThemMade() {
    String picture = path("pictures/0.png");
    assertDone(run("project", picture, "noisy", "--steps=2", "--starts=1", "--device=cpu"));
    assertDone(run("interpolate", "noisy", "--seeds=1,2", "--frames=4", "--out", path("way.gif")));
  }
}
