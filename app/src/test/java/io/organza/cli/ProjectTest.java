package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code project} finds with a run of 8x8 pixels and latents of 8 numbers, and what {@code
 * generate --latents} makes of it.
 */
class ProjectTest {

  @TempDir static Path root;

  private static Workplace place;

  @BeforeAll
  static void train() {
    place = new Workplace(root);
    Ran trained = Ran.train(place, place.images(6).toString(), "--run", "plain", "--kimg", "0.016");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(run("generate", "--seeds", "7", "--out", path("images")).code()).isZero();
  }

  private static String path(String name) {
    return place.folder(name).toString();
  }

  private static Ran run(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(args));
    all.addAll(List.of("--device", "cpu"));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private static void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.errors()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
  }

  private static double share(Ran ran) {
    String line =
        ran.out().lines().filter(text -> text.startsWith("Differs: ")).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceAll("Differs: ([\\d.]+)% of the range \\(RMS\\)", "$1"));
  }

  @Test
  void theImageOfASeedIsFoundAndMadeAgainFromItsLatent() throws IOException {
    String image = path("images/seed000007.png");
    Ran ran = run("project", image, "plain", "--steps", "200", "--out", path("new/found.png"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(place.names("new")).containsExactly("found.npy", "found.png");
    assertThat(share(ran)).isLessThan(5);

    assertThat(run("generate", "--latents", path("new/found.npy"), "--out", path("again")).code())
        .isZero();
    assertThat(place.names("again")).containsExactly("images.json", "row000000.png", "sheet.png");
    BufferedImage both = ImageIO.read(place.folder("new/found.png").toFile());
    BufferedImage given = ImageIO.read(place.folder("images/seed000007.png").toFile());
    BufferedImage nearest = ImageIO.read(place.folder("again/row000000.png").toFile());
    assertThat(both.getWidth()).isEqualTo(2 * 256);
    assertThat(both.getHeight()).isEqualTo(256);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        assertThat(both.getRGB(32 * x + 31, 32 * y)).isEqualTo(given.getRGB(x, y));
        assertThat(both.getRGB(256 + 32 * x, 32 * y)).isEqualTo(nearest.getRGB(x, y));
      }
    }
    assertThat(share(ran))
        .isEqualTo(Double.parseDouble(String.format(Locale.ROOT, "%.1f", rms(given, nearest))));
  }

  /** Returns the root mean square difference in percent of the range. */
  private static double rms(BufferedImage x, BufferedImage y) {
    double sum = 0;
    for (int i = 0; i < 3 * 64; i++) {
      int difference =
          x.getRaster().getSample(i / 3 % 8, i / 24, i % 3)
              - y.getRaster().getSample(i / 3 % 8, i / 24, i % 3);
      sum += difference * difference;
    }
    return Math.sqrt(sum / (3 * 64)) / 255 * 100;
  }

  @Test
  void aPictureOfAnotherSizeIsMadeToFit() throws IOException {
    Path picture = place.folder("pictures/more/5.png");
    Ran ran = run("project", picture.toString(), "--steps", "2", "--starts", "1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(place.names("samples/plain/projected")).containsExactly("5.npy", "5.png");
    assertRefused(
        run("project", picture.toString(), "--steps", "2"),
        ExitCodes.USAGE,
        "--out",
        "5.png",
        "--overwrite");
    Ran again = run("project", picture.toString(), "--steps", "2", "--overwrite");
    assertThat(again.code()).isZero();
  }

  @Test
  void anExportedFileFindsTheSameLatent() {
    String picture = place.folder("pictures/more/5.png").toString();
    String file = path("plain.safetensors");
    List<String> export = new ArrayList<>(List.of("export", "plain", "--format", "safetensors"));
    export.addAll(List.of("--out", file));
    export.addAll(place.folders());
    assertThat(organza(export.toArray(String[]::new)).code()).isZero();
    Ran ofFile = run("project", picture, file, "--steps=3", "--out", path("file.png"));
    assertThat(ofFile.code()).as(ofFile.err()).isZero();
    Ran ofRun = run("project", picture, "plain", "--steps=3", "--out", path("run.png"));
    assertThat(ofRun.code()).as(ofRun.err()).isZero();
    assertThat(place.folder("file.npy")).hasSameBinaryContentAs(place.folder("run.npy"));
    assertThat(place.folder("file.png")).hasSameBinaryContentAs(place.folder("run.png"));
  }

  @Test
  void aLatentThatIsThereIsNotReplaced() throws IOException {
    Path mine = place.write("mine.npy", "mine");
    Ran ran = run("project", path("images/seed000007.png"), "--out", path("mine.png"));
    assertRefused(ran, ExitCodes.USAGE, "--out", "mine.npy", "--overwrite");
    assertThat(mine).hasContent("mine");
    assertThat(place.folder("mine.png")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--starts=0, --starts, 0",
    "--steps=-1, --steps, -1",
    "--out=a.gif, --out, a.gif",
    "--class=cats, the run knows no classes, cats"
  })
  void whatIsWrongIsNamed(String arg, String part, String other) {
    Ran ran = run("project", path("images/seed000007.png"), arg);
    assertRefused(ran, ExitCodes.USAGE, part, other);
  }

  @Test
  void anImageThatCannotBeReadIsNamed() {
    String torn = place.write("torn.png", "torn").toString();
    assertRefused(run("project", torn), ExitCodes.BAD_INPUT, torn, "not an image");
    assertRefused(run("project", path("none.png")), ExitCodes.BAD_INPUT, "none.png");
    assertRefused(run("project"), ExitCodes.USAGE, "IMAGE");
  }

  @Test
  void latentsThatDoNotFitAreNamed() throws IOException {
    Path file = Files.write(place.folder("long.npy"), LatentsFile.bytes(new float[9]));
    assertRefused(
        run("generate", "--latents", place.folder("images").toString(), "--out", path("never")),
        ExitCodes.BAD_INPUT,
        place.folder("images") + ": is a folder");
    assertRefused(
        run("generate", "--latents", file.toString(), "--out", path("never")),
        ExitCodes.BAD_INPUT,
        "long.npy",
        "(N, 8)",
        "(1, 9)");
    for (String other : new String[] {"--count=2", "--seeds=3", "--truncation=0.5"}) {
      assertRefused(
          run("generate", "--latents", file.toString(), other, "--out", path("never")),
          ExitCodes.USAGE,
          "--latents",
          other.replaceAll("=.*", ""));
    }
    assertThat(place.folder("never")).doesNotExist();
  }

  @Test
  void imagesOfOtherLatentsAreToldApart() throws IOException {
    Path file = Files.write(place.folder("z.npy"), LatentsFile.bytes(new float[8]));
    String[] args = {"--latents", file.toString(), "--out", path("rows")};
    assertThat(run("generate", args).code()).isZero();
    assertThat(place.folder("rows/images.json"))
        .content(StandardCharsets.UTF_8)
        .contains("\"latents\"");
    assertRefused(
        run("generate", "--seeds", "1", "--out", path("rows")),
        ExitCodes.USAGE,
        "holds images of latents of file",
        "not of seeds");
    Files.write(file, LatentsFile.bytes(new float[] {1, 1, 1, 1, 1, 1, 1, 1}));
    assertRefused(run("generate", args), ExitCodes.USAGE, "holds images of latents of file");
  }
}
