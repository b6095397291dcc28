package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pages of runs whose files are put where a training would write them. */
class RunPageTest {

  private static final String TICK = "{\"images\":1000,\"seconds\":75,\"r1\":0.5}\n";

  @TempDir Path root;

  private RunDirectory run;

  @BeforeEach
  void settle() throws IOException {
    run = new RunDirectory("mine", root.resolve("samples/mine"), root.resolve("checkpoints/mine"));
    Files.createDirectories(run.samples());
  }

  /** Draws a sheet of one grey. */
  private void sheet(String name, int width, int height, int grey) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, grey * 0x010101);
    }
    ImageIO.write(image, "png", run.samples().resolve(name).toFile());
  }

  private ParsedPage page() throws Exception {
    return ParsedPage.of(RunPage.of(RunFacts.of(run), Console.unseen()));
  }

  @Test
  void aRunHasFactsSheetsCurvesAndItsConfiguration() throws Exception {
    RunReportTest.save(run, 2, "photos");
    Files.writeString(run.stats(), TICK + "{\"images\":1000,\"frechet\":2.5}\n");
    sheet("fakes000000.png", 64, 64, 0);
    sheet("fakes000001.png", 64, 64, 50);
    sheet("reals.png", 64, 64, 200);
    ParsedPage page = page();
    assertThat(page.texts("h1")).containsExactly("Run mine");
    assertThat(page.texts("h2")).containsExactly("Sheets", "Curves");
    assertThat(page.texts("td"))
        .contains("kimg 0.064 of 144", "photos at 8x8x3", "1:15 of training")
        .contains("Frechet distance 2.500 at kimg 1", "2026-05-01T12:00:00Z");
    assertThat(page.texts("figcaption"))
        .containsExactly(
            "Samples at 1 kimg",
            "Real images",
            "0 kimg",
            "Score: Frechet distance, lower is better",
            "R1 at real and R2 at generated images");
    assertThat(page.texts("p")).containsExactly("1 of 1 earlier sheet, of the same latents:");
    assertThat(page.pictures()).extracting(RunPageTest::level).startsWith(50, 200, 0);
    assertThat(page.texts("summary")).containsExactly("Configuration");
    assertThat(page.texts("pre").get(0))
        .isEqualTo(RunFacts.of(run).last().orElseThrow().config().toJson().strip());
  }

  private static int level(BufferedImage image) {
    return image.getRaster().getSample(1, 1, 0);
  }

  @Test
  void whatIsMissingIsLeftOut() throws Exception {
    assertThat(page().texts("body").get(0).strip()).isEqualTo("Run mine");
    RunReportTest.save(run, 1, "photos");
    assertThat(page().texts("h2")).isEmpty();
    assertThat(page().texts("summary")).hasSize(1);
    sheet("fakes000001.png", 8, 8, 0);
    assertThat(page().texts("figcaption")).containsExactly("Samples at 1 kimg");
    assertThat(page().texts("p")).isEmpty();
  }

  @Test
  void ofManySheetsEightAndTheNewestAreShown() throws Exception {
    for (int kimg = 0; kimg <= 160; kimg++) {
      sheet("fakes000%03d.png".formatted(kimg), 8, 8, kimg);
    }
    ParsedPage page = page();
    assertThat(page.texts("p")).containsExactly("8 of 160 earlier sheets, of the same latents:");
    assertThat(page.texts("figcaption"))
        .startsWith("Samples at 160 kimg", "0 kimg", "20 kimg", "40 kimg")
        .hasSize(9);
    assertThat(page.pictures())
        .extracting(RunPageTest::level)
        .containsExactly(160, 0, 20, 40, 60, 80, 100, 120, 140);
  }

  @Test
  void sheetsThatAreWiderThanTheyAreShownAreReduced() throws Exception {
    sheet("fakes000000.png", 1000, 2000, 0);
    sheet("fakes000001.png", 1000, 2000, 0);
    assertThat(page().pictures())
        .extracting(image -> image.getWidth() + "x" + image.getHeight())
        .containsExactly("768x1536", "384x768");
  }

  @Test
  void aSheetThatCannotBeReadIsLeftOutAndTold() throws Exception {
    sheet("fakes000000.png", 8, 8, 0);
    Path torn = Files.writeString(run.samples().resolve("fakes000001.png"), "no image");
    StringWriter told = new StringWriter();
    PrintWriter writer = new PrintWriter(told);
    String page = RunPage.of(RunFacts.of(run), new Console(writer, writer, false));
    assertThat(ParsedPage.of(page).texts("figcaption")).containsExactly("0 kimg");
    assertThat(told.toString()).contains("leaves out " + torn);
  }

  @Test
  void hostileTextIsOnlyText() throws Exception {
    String hostile = "\"><script>alert('1')</script>&amp;\u0007";
    RunReportTest.save(run, 1, hostile);
    RunDirectory named = new RunDirectory(hostile, run.samples(), run.checkpoints());
    String page = RunPage.of(RunFacts.of(named), Console.unseen());
    ParsedPage parsed = ParsedPage.of(page);
    assertThat(parsed.elements("script")).isEmpty();
    String shown = hostile.replace('\u0007', '?');
    assertThat(parsed.texts("h1")).containsExactly("Run " + shown);
    assertThat(parsed.texts("td")).contains(shown + " at 8x8x3");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsThereAreNoCurvesAndAllElse() throws Exception {
    RunReportTest.save(run, 1, "photos");
    Files.writeString(run.stats(), TICK);
    sheet("fakes000001.png", 8, 8, 0);
    Workplace place = new Workplace(root);
    Path file = place.folder("mine.html");
    List<String> args = new ArrayList<>(List.of("inspect", "mine", "--report", file.toString()));
    args.addAll(place.folders());
    Ran ran = Ran.withoutFonts(place, args);
    assertThat(ran.code()).as(ran.out()).isZero();
    assertThat(ran.out()).contains("no plot", "Report: " + file);
    assertThat(ParsedPage.of(Files.readString(file)).texts("h2")).containsExactly("Sheets");
  }
}
