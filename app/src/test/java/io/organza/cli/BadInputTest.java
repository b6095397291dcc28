package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with the input is told in a line, and nothing is written. */
class BadInputTest {

  @TempDir Path root;

  private Workplace place;

  @BeforeEach
  void settle() {
    place = new Workplace(root);
  }

  private void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.errors()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).startsWith("organza: ").contains(parts).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
    assertNothingWritten();
  }

  private void assertNothingWritten() {
    assertThat(place.folder("samples")).doesNotExist();
    assertThat(place.folder("checkpoints")).doesNotExist();
    assertThat(place.folder("cache")).doesNotExist();
  }

  @Test
  void missingDataIsNamed() {
    assertRefused(Ran.train(place, "nowhere"), ExitCodes.BAD_INPUT, "nowhere");
  }

  @Test
  void anEmptyFolderIsNamed() throws IOException {
    Path empty = Files.createDirectory(place.folder("void"));
    assertRefused(Ran.train(place, empty.toString()), ExitCodes.BAD_INPUT, "void", "no files");
  }

  @Test
  void aFolderWithoutImagesIsNamed() throws IOException {
    Files.createDirectory(place.folder("texts"));
    place.write("texts/a.txt", "a");
    Ran ran = Ran.train(place, place.folder("texts").toString());
    assertRefused(ran, ExitCodes.BAD_INPUT, "no images in", "texts");
  }

  @Test
  void aZipThatIsNoneIsNamed() {
    Path zip = place.write("photos.zip", "no zip");
    assertRefused(Ran.train(place, zip.toString()), ExitCodes.BAD_INPUT, "photos.zip", "zip");
  }

  @Test
  void anUnknownBuiltInSetIsNamed() {
    assertRefused(Ran.train(place, "builtin:cats"), ExitCodes.BAD_INPUT, "builtin:cats");
  }

  @Test
  void imagesThatCannotBeReadAreNamed() throws IOException {
    Files.createDirectory(place.folder("torn"));
    place.write("torn/a.png", "torn");
    Ran ran = Ran.train(place, place.folder("torn").toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(ran.err()).contains("torn").doesNotContain("\tat ");
    assertThat(place.folder("samples")).doesNotExist();
  }

  @Test
  void aResolutionThatIsFarTooLargeIsNoProblemOfGamma() {
    Ran ran = organza("train", "--resolution", "50000", place.images(2).toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err()).contains("--resolution").doesNotContain("--gamma");
    assertNothingWritten();
  }

  @Test
  void aGridOfTooManySettingsIsCountedBeforeItIsMade() {
    String decades = "1e-99..1";
    Ran ran =
        organza(
            "tune",
            place.images(2).toString(),
            "--l2=" + decades,
            "--l1=" + decades,
            "--gamma=" + decades,
            "--clip-at=" + decades);
    assertRefused(ran, ExitCodes.USAGE, "--search", "100000000 settings", "at most 1000");
  }

  @Test
  void aResolutionThatCannotBeBuiltTellsTheNearest() {
    Ran ran = organza("train", "--resolution", "33x50", place.images(2).toString());
    assertRefused(ran, ExitCodes.USAGE, "--resolution", "33x50", "32x48");
  }

  @ParameterizedTest
  @CsvSource({
    "--batch, 0, at least 1",
    "--micro-batch, -1, at least 0",
    "--generator-dropout, 1.0, at least 0 and below 1",
    "--generator-dropout, -0.1, at least 0 and below 1",
    "--generator-dropout, half, number",
    "--threads, some, expected auto or a whole number",
    "--seed, -1, at least 0",
    "--kimg, 0, above 0",
    "--minutes, -2, above 0",
    "--gamma, -1, at least 0",
    "--variety, 1.5, from 0 to 1",
    "--penalty-every, 0, at least 1",
    "--l2, -1, at least 0",
    "--l1, -1, at least 0",
    "--clip-at, 0, above 0",
    "--lr, -1, at least 0",
    "--ema, -1, at least 0",
    "--tick, 0, above 0",
    "--sample-every, 0, above 0",
    "--checkpoint-every, -1, above 0",
    "--keep, 0, at least 1",
    "--threads, 0, at least 1",
    "--threads, 99999, for each processor",
    "--loss, best, rp",
    "--preset, huge, tiny",
    "--clip, all, penalty-norm",
    "--l2-form, cube, half-mean",
    "--precision, fp8, bf16",
    "--device, tpu, auto",
    "--device, 'gpu0,gpu0', different GPUs",
    "--device, 'cpu,gpu0', different GPUs",
    "--device, 'gpu998,gpu999', can be used here",
    "--device, gpu7, can be used here",
    "--resolution, big, WxH",
    "--resolution, 0, WxH",
    "--lr, NaN, number",
    "--batch, many, many",
    "--seed, 1.5, expected a whole number",
    "--keep, 99999999999, at most 2147483647",
    "--run, a/b, a/b",
    "--augment, blur, 'color,translation,cutout'",
    "--augment, 'color,color', each once",
    "--config, none.json, none.json"
  })
  void aWrongValueIsNamedWithItsOption(String option, String value, String part) {
    Path images = place.images(2);
    Ran ran =
        organza(
            "train",
            images.toString(),
            "--samples=" + place.folder("samples"),
            "--checkpoints=" + place.folder("checkpoints"),
            "--cache=" + place.folder("cache"),
            option + "=" + value);
    assertRefused(ran, ExitCodes.USAGE, option, value, part);
  }

  @Test
  void whatANetworkDoesNotDoCannotBeGivenAShare() {
    Ran ran = organza("train", "--preset=dcgan", "--variety=0.5", place.images(1).toString());
    assertRefused(ran, ExitCodes.USAGE, "--variety", "0.5", "judge each image alone anyway");
  }

  @Test
  void anUnknownOptionTellsTheOneThatIsMeant() {
    assertRefused(organza("train", "--seeed", "3"), ExitCodes.USAGE, "--seeed", "--seed");
    assertRefused(organza("trian"), ExitCodes.USAGE, "trian", "train");
    Ran late = organza("train", "--", "-photos", "--dry-run");
    assertRefused(late, ExitCodes.USAGE, "--dry-run", "options go before --");
    assertThat(late.err()).doesNotContain("did you mean");
  }

  @Test
  void noCommandShowsTheUsage() {
    Ran ran = organza();
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err()).contains("Usage: organza", "train", "resume", "generate", "inspect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "resume",
        "generate",
        "interpolate",
        "timelapse",
        "project",
        "inspect",
        "bench"
      })
  void helpHasAnExample(String command) {
    Ran ran = organza(command, "--help");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Usage: organza " + command, "Example", "organza " + command);
  }

  @Test
  void theVersionNamesAllThatCounts() {
    assertThat(organza("--version").out())
        .matches("Organza \\S+, DJL \\S+, libtorch \\S+\\s+Device: (cpu|gpu0).*\\s+");
  }

  @Test
  void whatIsNoNumberIsNamedInOneWay() {
    assertRefused(
        organza("generate", "--truncation=much"), ExitCodes.USAGE, "expected a number, got 'much'");
    assertRefused(
        organza("bench", "--seconds=NaN"), ExitCodes.USAGE, "expected a number, got 'NaN'");
  }

  @Test
  void aDryRunTakesTheDevicesOfATraining() {
    assertRefused(
        organza("train", "--dry-run", "--device", "gpu998,gpu999"),
        ExitCodes.USAGE,
        "can be used here");
  }

  @Test
  void aDeviceThatIsNotThereIsToldBeforeImagesAreLookedAt() {
    assertRefused(
        organza("inspect", "" + place.images(2), "--device", "gpu7"),
        ExitCodes.USAGE,
        "can be used here");
  }

  @Test
  void contradictingOptionsAreNamed() {
    String images = place.images(2).toString();
    assertRefused(
        Ran.train(place, images, "--kimg", "3", "--minutes", "4"),
        ExitCodes.USAGE,
        "--kimg 3",
        "--minutes 4");
    assertRefused(
        Ran.train(place, images, "--clip", "none", "--clip-at", "4"), ExitCodes.USAGE, "--clip-at");
    String unclipped = place.write("unclipped.json", "{\"loss\": {\"clip\": \"none\"}}").toString();
    assertRefused(
        organza("train", "--dry-run", images, "--config", unclipped, "--clip-at", "4"),
        ExitCodes.USAGE,
        "--clip-at: contradicts --clip none, got 4");
    assertRefused(
        organza("generate", "--npy", place.folder("x.npy").toString(), "--format", "jpg"),
        ExitCodes.USAGE,
        "--format: needs --out with --npy");
    assertRefused(
        organza("generate", "--count", "2", "--seeds", "4"), ExitCodes.USAGE, "--count", "--seeds");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Ran ran =
        Ran.train(place, "nowhere", "--batch", "0", "--keep", "0", "--lr", "-1", "--run", "..");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors()).hasSize(5);
    assertThat(ran.err()).contains("--batch", "--keep", "--lr", "--run", "DATA");
    assertNothingWritten();
  }

  @Test
  void afterTheXOfAFactorIsANumber() {
    assertRefused(
        organza("train", "--gamma", "x"), ExitCodes.USAGE, "--gamma", "expected a number, got ''");
    assertRefused(organza("train", "--lr", "x-2"), ExitCodes.USAGE, "--lr", "got -0.002");
    assertNothingWritten();
  }

  @Test
  void unknownKeysOfAFileAreNamed() {
    Path file = place.write("my.json", "{\"loss\": {\"l3\": 1, \"l2\": \"much\"}}");
    Ran ran = organza("train", place.images(2).toString(), "--config", file.toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors()).hasSize(2);
    assertThat(ran.err()).contains("--config", "my.json", "loss.l3", "loss.l2", "much");
  }

  @Test
  void whatHasNoOptionIsNamedByItsKey() {
    Path file =
        place.write(
            "my.json",
            """
            {
              "network": {"latentSize": 0, "blocksPerStage": 0, "groupSize": 0, "classes": -1},
              "data": {"fold": -1, "maxSeconds": 0},
              "training": {"beta1": 2}
            }
            """);
    Ran ran = organza("train", place.images(2).toString(), "--config", file.toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors())
        .extracting(line -> line.replaceAll("organza: ([^:]*): must .*", "$1"))
        .containsExactlyInAnyOrder(
            "network.latentSize",
            "network.blocksPerStage",
            "network.groupSize",
            "--labels",
            "data.fold",
            "data.maxSeconds",
            "training.beta1");
  }

  @Test
  void aFileThatIsNoJsonIsNamed() {
    Path file = place.write("my.json", "{\"loss\"");
    Ran ran = organza("train", place.images(2).toString(), "--config", file.toString());
    assertRefused(ran, ExitCodes.USAGE, "--config", "my.json", "line 1");
  }

  @Test
  void aConfigurationThatCannotBeReadIsNamed() throws IOException {
    String images = place.images(2).toString();
    Path folder = Files.createDirectory(place.folder("mine"));
    Ran ran = organza("train", images, "--config", folder.toString());
    assertRefused(ran, ExitCodes.USAGE, "--config " + folder + ": cannot be read: ");
    Path file = Files.write(place.folder("latin.json"), new byte[] {'{', (byte) 0xe4, '}'});
    ran = organza("train", images, "--config", file.toString());
    assertRefused(ran, ExitCodes.USAGE, "--config " + file + ": cannot be read: it is not UTF-8");
  }

  @Test
  void whatCannotBeAPathIsNamed() {
    String images = place.images(2).toString();
    Path source = place.write("source.json", "{\"data\": {\"source\": \"a\\u0000b\"}}");
    assertRefused(
        organza("train", "--config", source.toString()), ExitCodes.USAGE, "DATA: must be", "a?b");
    Path labels = place.write("labels.json", "{\"data\": {\"labels\": \"a\\u0000b\"}}");
    assertRefused(
        organza("train", images, "--config", labels.toString()),
        ExitCodes.USAGE,
        "--labels: must be",
        "a?b");
    for (String option : new String[] {"--samples", "--checkpoints", "--cache", "--config"}) {
      assertRefused(organza("train", images, option + "=a\0b"), ExitCodes.USAGE, option, "a?b");
    }
    assertRefused(organza("train", images, "--run=a\0b"), ExitCodes.USAGE, "--run", "a?b");
    assertRefused(organza("generate", "--out=a\0b"), ExitCodes.USAGE, "--out", "a?b");
    assertRefused(organza("inspect", "a\0b"), ExitCodes.BAD_INPUT, "a?b");
    assertRefused(organza("resume", "a\0b"), ExitCodes.BAD_INPUT, "a?b");
  }

  @Test
  void aSetOfDjlThatIsNotThereIsNamed() {
    assertRefused(Ran.train(place, "djl:coco"), ExitCodes.BAD_INPUT, "djl:coco", "djl:mnist");
    assertRefused(organza("inspect", "djl:coco"), ExitCodes.BAD_INPUT, "djl:coco", "djl:mnist");
  }

  @Test
  void aFileInTheWayOfAFolderIsNamed() {
    Path file = place.write("file", "in the way");
    String folder = file.resolve("samples").toString();
    Ran ran = organza("train", place.images(2).toString(), "--samples", folder);
    assertRefused(ran, ExitCodes.USAGE, "--samples", folder, "is not a folder");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path locked = Files.createDirectory(place.folder("locked"));
    assumeTrue(locked.toFile().setWritable(false));
    assumeFalse(Files.isWritable(locked), "an administrator may write everywhere");
    Ran ran = organza("train", place.images(2).toString(), "--checkpoints", locked.toString());
    assertRefused(ran, ExitCodes.USAGE, "--checkpoints", locked.toString());
  }

  @Test
  void aRunNameThatExistsIsLeftAlone() throws IOException {
    Path mine = Files.createDirectories(place.folder("samples/mine"));
    Files.writeString(mine.resolve("log.txt"), "precious");
    Ran ran = Ran.train(place, place.images(2).toString(), "--run", "mine");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("--run", "mine");
    assertThat(place.names("samples/mine")).containsExactly("log.txt");
    assertThat(mine.resolve("log.txt")).hasContent("precious");
    assertThat(place.folder("checkpoints")).doesNotExist();
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    for (String command : new String[] {"generate", "resume"}) {
      String checkpoints = "--checkpoints=" + place.folder("checkpoints");
      assertRefused(
          organza(command, "ghost", checkpoints), ExitCodes.BAD_INPUT, "ghost", "checkpoints");
      assertRefused(organza(command, checkpoints), ExitCodes.BAD_INPUT, "organza train");
    }
    assertRefused(organza("inspect", "ghost"), ExitCodes.BAD_INPUT, "ghost");
  }

  @Test
  void anExportedGeneratorIsNotInspected() {
    Path file = place.write("flowers.safetensors", "any");
    Ran ran = organza("inspect", file.toString());
    assertRefused(ran, ExitCodes.BAD_INPUT, file.toString(), "exported generator");
  }

  @Test
  void wrongSeedsAreNamed() {
    assertRefused(organza("generate", "--seeds", "5-3"), ExitCodes.USAGE, "--seeds", "5-3");
    assertRefused(organza("generate", "--seeds", "3,3"), ExitCodes.USAGE, "--seeds", "3", "twice");
    assertRefused(
        organza("generate", "--seeds", "0-4,9,3-5"), ExitCodes.USAGE, "--seeds", "3", "twice");
    assertRefused(
        organza("interpolate", "--seeds", "0-562949953421311", "--frames", "32768"),
        ExitCodes.USAGE,
        "--frames",
        "at most 100000");
    assertRefused(organza("generate", "--count", "0"), ExitCodes.USAGE, "--count", "0");
    assertRefused(organza("generate", "--sheet", "a.gif"), ExitCodes.USAGE, "--sheet", "a.gif");
    assertRefused(organza("generate", "--npy", "a.txt"), ExitCodes.USAGE, "--npy", "a.txt");
    assertRefused(organza("generate", "--format", "gif"), ExitCodes.USAGE, "--format", "webp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.01", "NaN", "much"})
  void aTruncationThatIsNoneIsNamed(String psi) {
    Ran ran = organza("generate", "--truncation=" + psi);
    assertRefused(ran, ExitCodes.USAGE, "--truncation", psi);
  }
}
