package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.organza.GanConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run from its first step to the images that are made with it. */
class RunLifeTest {

  private static final String NAME = "00000-pictures-tiny";
  private static final String RUN = "checkpoints/" + NAME;

  @TempDir static Path root;

  private static Workplace place;
  private static Ran trained;

  @BeforeAll
  static void train() {
    place = new Workplace(root);
    Path images = place.images(6);
    place.write("pictures/broken.png", "no image");
    place.write("pictures/notes.txt", "no image either");
    trained = Ran.train(place, cadences(images.toString(), "--kimg", "0.096"));
  }

  private static String[] cadences(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--tick", "0.032", "--sample-every", "0.048"));
    all.addAll(List.of("--checkpoint-every", "0.032", "--keep", "2"));
    return all.toArray(String[]::new);
  }

  private static Ran inPlace(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  @Test
  void trainingLeavesSheetsNumbersAndALog() throws IOException {
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(place.names("samples/" + NAME))
        .contains("reals.png", "fakes000000.png", "stats.jsonl", "log.txt", "skipped.csv");
    Path samples = place.folder("samples/" + NAME);
    assertThat(Files.readAllLines(samples.resolve("stats.jsonl")))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.startsWith("{\"images\":") && !line.contains("NaN"));
    assertThat(samples.resolve("log.txt"))
        .content()
        .startsWith("organza train --resolution 8")
        .contains("Organza ", "\"batch\": 8", "img/s", "broken.png");
  }

  @Test
  void aNameOfAFileCommandsNoTerminalAndIsFoundAgain() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Workplace other = new Workplace(Files.createDirectory(place.folder("named")));
    String images = other.images(2).toString();
    other.write("pictures/a\u001b[31m\nred.png", "no image");
    Ran ran = Ran.train(other, images, "--run", "red", "--kimg", "0.008");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("  a?[31m?red.png: ").doesNotContain("\u001b");
    Path samples = other.folder("samples/red");
    assertThat(samples.resolve("log.txt")).content().contains("a?[31m?red.png: ");
    assertThat(samples.resolve("log.txt")).content().doesNotContain("\u001b");
    assertThat(samples.resolve("skipped.csv")).content().contains("\"a\u001b[31m\nred.png\",");
  }

  @Test
  void trainingTellsTheMachineTheTicksAndTheNextCommand() {
    assertThat(trained.errors().get(0)).contains("Organza ", "DJL ", "libtorch ", "cpu", "fp32");
    assertThat(trained.err())
        .contains(
            "6 images",
            "augmented: translation",
            "kimg 0.1",
            "loss D ",
            "R1 ",
            "clipped",
            "left |",
            "broken.png");
    assertThat(trained.out()).contains("generate " + NAME + " --count 64").doesNotContain("img/s");
  }

  @Test
  void trainingKeepsTheNewestCheckpoints() {
    assertThat(place.names(RUN))
        .filteredOn(name -> name.startsWith("kimg"))
        .as("the last two, and the first of an hour or two")
        .hasSizeBetween(2, 4);
    assertThat(place.names(RUN)).contains("latest");
  }

  @Test
  void aResumedRunGoesOnInTheSameFiles() throws IOException {
    Ran first = Ran.train(place, cadences("pictures", "--run", "longer", "--kimg", "0.032"));
    assertThat(first.code()).isEqualTo(ExitCodes.BAD_INPUT);
    String images = place.folder("pictures").toString();
    Ran.train(place, cadences(images, "--run", "longer", "--kimg", "0.032"));
    long before = lines("longer");

    Ran done = inPlace("resume", "longer");
    assertThat(done.code()).isZero();
    assertThat(done.out()).contains("resume longer --kimg");

    Ran ran = inPlace("resume", "longer", "--kimg", "0.08", "--cache", cache());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("from kimg 0.032");
    assertThat(lines("longer")).isGreaterThan(before);
    assertThat(place.folder("samples/longer/log.txt")).content().contains("organza resume longer");
    Ran checkpoint = inPlace("inspect", place.latest("longer").toString());
    assertThat(checkpoint.out()).contains("80 images of 80", "resumed at image 32");
  }

  @Test
  void aResumeRefusesOtherImages() throws IOException {
    Workplace other = new Workplace(Files.createDirectory(place.folder("other")));
    Path images = other.images(3);
    Ran.train(other, images.toString(), "--run", "moved", "--kimg", "0.016");
    other.images(4);
    List<String> args = new ArrayList<>(List.of("resume", "--kimg", "1", "--cache", cache()));
    args.addAll(other.folders());
    Ran ran = organza(args.toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("pictures", "expected");
  }

  @Test
  void inspectTellsWhatImagesAreThere() {
    Ran ran = inPlace("inspect", place.folder("pictures").toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("6 images", "png 6", "10 to 15, median 13", "broken.png", "1 file not named");
    assertThat(inPlace("inspect", "builtin:flowers").out()).contains("drawn at any size");
  }

  @Test
  void inspectTellsWhatARunHas() {
    assertThat(inPlace("inspect", NAME).out())
        .isEqualTo(inPlace("inspect", place.folder("samples/" + NAME).toString()).out())
        .contains("checkpoints ", "fakes000000.096.png", "kimg 0.096", "relativistic", "fp32");
  }

  @Test
  void inspectWritesAPageOfARunOnce() throws Exception {
    Path page = place.folder("pages/run.html");
    Ran ran = inPlace("inspect", NAME, "--report", page.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .isEqualTo(inPlace("inspect", NAME).out() + "Report: %s%n".formatted(page));
    ParsedPage parsed = ParsedPage.of(Files.readString(page));
    assertThat(parsed.texts("figcaption"))
        .contains("Samples at 0.096 kimg", "Real images", "0 kimg")
        .contains("Adversarial loss", "Learning rate", "Images a second");
    assertThat(parsed.pictures()).hasSameSizeAs(parsed.texts("figcaption"));
    byte[] first = Files.readAllBytes(page);
    Ran again = inPlace("inspect", NAME, "--report", page.toString());
    assertThat(again.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(again.errors()).hasSize(1).first().asString().contains("--report", "there already");
    assertThat(again.out()).isEmpty();
    assertThat(page).hasBinaryContent(first);
  }

  @Test
  void aCheckpointHasNoPage() {
    Path page = place.folder("checkpoint.html");
    Ran ran = inPlace("inspect", place.latest(NAME).toString(), "--report", page.toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err()).contains("--report: needs images or a run, got a checkpoint");
    assertThat(page).doesNotExist();
    assertThat(inPlace("inspect", NAME, "--report", "run.txt").err()).contains("must end in .html");
  }

  @Test
  void inspectTellsWhatACheckpointHas() {
    Ran ran = inPlace("inspect", NAME + "/" + place.latest(NAME).getFileName());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "checksums are right",
            "96 images of 96",
            "ema/",
            "generator-adam/",
            "norm ",
            "\"seed\": 0");
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    Ran.train(place, place.folder("pictures").toString(), "--run", "damaged", "--kimg", "0.016");
    Path checkpoint = place.latest("damaged");
    Path state = checkpoint.resolve("state.json");
    Files.writeString(state, Files.readString(state).replace("16", "17"));
    Ran ran = inPlace("generate", checkpoint.toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("state.json", "SHA-256");
  }

  @Test
  void aDryRunPrintsAConfigurationThatMakesTheSameRun() {
    Ran dry = Ran.train(place, place.folder("pictures").toString(), "--l2", "0.5", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    GanConfig config = GanConfig.fromJson(dry.out());
    assertThat(config.loss().l2()).isEqualTo(0.5);
    assertThat(config.network().generatorWidths()).containsExactly(8);
    Path file = place.write("dry.json", dry.out());
    Ran again = organza("train", "--config", file.toString(), "--dry-run");
    assertThat(again.out()).as(again.err()).isEqualTo(dry.out());
  }

  @Test
  void aRunEndsWhenItsMinutesAreOver() {
    String images = place.folder("pictures").toString();
    Ran ran = Ran.train(place, images, "--run", "timed", "--minutes", "0.01", "--quiet");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("0.01 minutes").doesNotContain("img/s");
    assertThat(place.names("checkpoints/timed")).contains("latest");
  }

  @Test
  void aRunThatDivergesSaysSo() {
    String images = place.folder("pictures").toString();
    Ran ran =
        Ran.train(place, images, "--run", "wild", "--lr", "1e30", "--clip", "none", "--kimg", "1");
    assertThat(ran.code()).isEqualTo(ExitCodes.DIVERGED);
    assertThat(ran.errors()).last().asString().contains("diverged", "--lr");
    assertThat(ran.err()).contains("went back to kimg 0", "recovery 3 of 3", "last good state");
    assertThat(inPlace("inspect", "wild").out()).contains("kimg 0 of 1");
  }

  /** The folder {@code src} is where tests run. */
  @Test
  void aRunOfTheNameOfAFolderIsShownAndThePathIsTheFolder() {
    String images = place.folder("pictures").toString();
    Ran.train(place, images, "--run", "src", "--kimg", "0.008", "--score-every", "0");
    Ran run = inPlace("inspect", "src");
    assertThat(run.out()).contains("kimg 0.008");
    assertThat(run.err()).contains("src is a run, and a place too: for that, " + Path.of("./src"));
    Ran folder = inPlace("inspect", Path.of("./src").toString());
    assertThat(folder.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(folder.err()).contains("no images").doesNotContain("place too");
  }

  /** The disk that filled up is told of as well. */
  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "a run's folder stays there while it is trained")
  void aRunThatDivergesSaysSoAlsoIfItsLastGoodStateCannotBeSaved() {
    Path run = place.folder("checkpoints/lost");
    StringWriter err = new StringWriter();
    PrintWriter breaking =
        new PrintWriter(err) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.contains("recovery 3 of 3")) {
              replaceByFile(run);
            }
          }
        };
    List<String> all = new ArrayList<>(List.of("train", place.folder("pictures").toString()));
    all.addAll(Ran.SMALL);
    all.addAll(List.of("--config", place.narrow().toString(), "--cache", cache()));
    all.addAll(place.folders());
    all.addAll(List.of("--run", "lost", "--lr", "1e10", "--clip", "none"));
    all.addAll(List.of("--kimg", "1", "--tick", "0.008", "--score-every", "0"));
    int code = Main.run(all.toArray(String[]::new), new PrintWriter(new StringWriter()), breaking);
    assertThat(code).as(err.toString()).isEqualTo(ExitCodes.DIVERGED);
    assertThat(err.toString()).contains("last good state is not saved", run.toString());
  }

  private static void replaceByFile(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      Files.createFile(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cache() {
    return place.folder("cache").toString();
  }

  private static long lines(String run) throws IOException {
    return Files.readAllLines(place.folder("samples/" + run + "/stats.jsonl")).size();
  }
}
