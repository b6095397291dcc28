package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.Pixels;
import io.organza.sampling.ImageGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code generate} makes of a run with the classes "cats" and "Dogs & more". */
class GenerateTest {

  @TempDir static Path root;

  private static Workplace place;

  @BeforeAll
  static void train() throws IOException {
    place = new Workplace(root);
    Path images = place.images(6);
    Files.move(images.resolve("more"), images.resolve("cats"));
    Files.createDirectory(images.resolve("Dogs & more"));
    for (int i = 0; i < 6; i += 2) {
      Files.move(images.resolve(i + ".png"), images.resolve("Dogs & more/" + i + ".png"));
    }
    String[] options = {"--labels", "folders", "--run", "pets", "--kimg", "0.016"};
    List<String> args = new ArrayList<>(List.of(images.toString()));
    args.addAll(List.of(options));
    Ran trained = Ran.train(place, args.toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static Ran generate(String... args) {
    List<String> all = new ArrayList<>(List.of("generate"));
    all.addAll(List.of(args));
    all.addAll(List.of("--device", "cpu"));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  /** Generates into a folder of the workplace, and expects that it works. */
  private static Path made(String folder, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--out", place.folder(folder).toString()));
    Ran ran = generate(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return place.folder(folder);
  }

  private static void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.errors()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
  }

  private static byte[] levels(Path file) throws IOException {
    return Pixels.toLevels(ImageIO.read(file.toFile()), 3);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "64, 2", "200, 1"})
  void aSeedHasTheSameBytesWhateverTheCountAndTheThreads(int count, int threads)
      throws IOException {
    Path all = made("all", "--count", "200", "--threads", "3", "--overwrite");
    String some = "some" + count;
    made(some, "--count", "" + count, "--threads", "" + threads);
    List<String> names = place.names(some);
    assertThat(names).hasSize(count + 2).contains("images.json", "sheet.png");
    for (int seed = 0; seed < count; seed++) {
      String name = "seed%06d-%s.png".formatted(seed, seed % 2 == 0 ? "dogs___more" : "cats");
      assertThat(place.folder(some).resolve(name)).hasSameBinaryContentAs(all.resolve(name));
    }
  }

  @Test
  void theCommandMakesWhatTheLibraryMakes() throws IOException {
    Path folder = made("made", "--seeds", "41", "--class", "cats");
    try (ImageGenerator generator = ImageGenerator.open(place.folder("checkpoints/pets"))) {
      BufferedImage image = generator.generate(new long[] {41}, new int[] {1}).get(0);
      assertThat(levels(folder.resolve("seed000041-cats.png")))
          .isEqualTo(Pixels.toLevels(image, 3));
    }
  }

  @Test
  void whatIsThereIsKeptAndTheRestIsMade() throws IOException {
    Path folder = made("again", "--count", "3");
    Path kept = folder.resolve("seed000001-cats.png");
    FileTime longAgo = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(kept, longAgo);
    byte[] lost = Files.readAllBytes(folder.resolve("seed000002-dogs___more.png"));
    Files.delete(folder.resolve("seed000002-dogs___more.png"));
    Files.writeString(folder.resolve("seed000000-dogs___more.png"), "");
    Files.delete(folder.resolve("sheet.png"));
    Path left = Files.writeString(folder.resolve(".seed000009-cats.png.7.partial"), "half");
    Files.setLastModifiedTime(left, longAgo);
    Files.writeString(folder.resolve(".seed000008-cats.png.7.partial"), "of who writes now");
    Files.writeString(folder.resolve("notes.txt"), "mine");

    Ran again = generate("--count", "3", "--out", folder.toString());

    assertThat(again.out()).contains("(3, 1 of them were there)");
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(longAgo);
    assertThat(folder.resolve("seed000002-dogs___more.png")).hasBinaryContent(lost);
    assertThat(place.names("again"))
        .containsExactly(
            ".seed000008-cats.png.7.partial",
            "images.json",
            "notes.txt",
            "seed000000-dogs___more.png",
            "seed000001-cats.png",
            "seed000002-dogs___more.png",
            "sheet.png");
    made("fresh", "--count", "3");
    assertThat(folder.resolve("sheet.png"))
        .hasSameBinaryContentAs(place.folder("fresh").resolve("sheet.png"));
  }

  @Test
  void anImageThatIsDamagedIsNamed() throws IOException {
    Path folder = made("torn", "--count", "2");
    Files.writeString(folder.resolve("seed000001-cats.png"), "torn");
    Ran ran = generate("--count", "2", "--out", folder.toString());
    assertRefused(ran, ExitCodes.BAD_INPUT, "seed000001-cats.png", "no image of 8x8x3", "delete");

    Path whole = folder.resolve("seed000000-dogs___more.png");
    Files.copy(whole, folder.resolve("seed000001-cats.png"), StandardCopyOption.REPLACE_EXISTING);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
    ran = generate("--count", "2", "--out", folder.toString());
    assertRefused(ran, ExitCodes.BAD_INPUT, "organza: " + whole + ": ", "; delete it to go on");
  }

  @Test
  void otherThingsAreNeverReplacedUnlessThatIsAskedFor() throws IOException {
    Files.createDirectory(place.folder("taken"));
    Path mine = place.write("taken/seed000001-cats.png", "mine");
    place.write("taken/diary.txt", "mine too");
    String out = place.folder("taken").toString();

    Ran refused = generate("--count", "3", "--out", out);
    assertRefused(refused, ExitCodes.USAGE, "--out", "taken holds other things", "--overwrite");
    assertThat(mine).hasContent("mine");
    assertThat(place.names("taken")).hasSize(2);

    Path folder = made("taken", "--count", "3", "--overwrite");
    assertThat(levels(folder.resolve("seed000001-cats.png"))).hasSize(8 * 8 * 3);
    assertThat(folder.resolve("diary.txt")).hasContent("mine too");
  }

  @Test
  void picturesThatWereNotMadeHereAreNotDeleted() throws IOException {
    List<String> mine =
        List.of("row000001.tiff", "seed000007.jpg", "seed000008-cats.png", "sheet-2.png");
    for (String record : List.of("", "{}", "no JSON")) {
      Path folder = Files.createDirectory(place.folder("mine" + record.length()));
      String name = String.valueOf(folder.getFileName());
      for (String file : mine) {
        place.write(name + "/" + file, "mine");
      }
      if (!record.isEmpty()) {
        place.write(name + "/images.json", record);
      }
      for (String psi : List.of("1", "0.5")) {
        made(name, "--count", "2", "--overwrite", "--truncation", psi);
        assertThat(place.names(name)).containsAll(mine).contains("seed000001-cats.png");
        mine.forEach(file -> assertThat(folder.resolve(file)).hasContent("mine"));
      }
      Ran refused = generate("--count", "9", "--out", folder.toString());
      assertRefused(refused, ExitCodes.USAGE, "--out", "--overwrite");
    }
  }

  @Test
  void imagesOfAnotherMakingAreToldApart() throws IOException {
    Path folder = made("psi", "--count", "5");
    Ran refused = generate("--count", "2", "--truncation", "0.5", "--out", folder.toString());
    assertRefused(refused, ExitCodes.USAGE, "--out", "psi holds images of truncation 1.0, not 0.5");
    byte[] before = Files.readAllBytes(folder.resolve("seed000000-dogs___more.png"));

    made("psi", "--count", "2", "--truncation", "0.5", "--overwrite");
    assertThat(folder.resolve("seed000000-dogs___more.png"))
        .content(StandardCharsets.ISO_8859_1)
        .isNotEqualTo(new String(before, StandardCharsets.ISO_8859_1));
    assertThat(place.names("psi")).filteredOn(name -> name.startsWith("seed")).hasSize(2);

    Files.writeString(folder.resolve("images.json"), "{}");
    refused = generate("--count", "2", "--out", folder.toString());
    assertRefused(refused, ExitCodes.USAGE, "images.json that cannot be read");
  }

  @Test
  void sheetsOfOtherSettingsDoNotOutliveTheirImages() throws IOException {
    Path folder = made("sheets", "--count", "4");
    made("sheets", "--count", "3");
    place.write("sheets/sheet-b.png", "mine");
    assertThat(place.names("sheets")).contains("sheet.png", "sheet-2.png");
    made("sheets", "--count", "2", "--truncation", "0.5", "--overwrite");
    assertThat(place.names("sheets"))
        .filteredOn(name -> name.startsWith("sheet"))
        .containsExactly("sheet-b.png", "sheet.png");
    assertThat(ImageIO.read(folder.resolve("sheet.png").toFile()).getWidth()).isEqualTo(2 * 8);

    Files.createDirectory(place.folder("elsewhere"));
    place.write("elsewhere/sheet-2.png", "mine");
    made("elsewhere", "--count", "2", "--overwrite");
    assertThat(place.folder("elsewhere").resolve("sheet-2.png")).hasContent("mine");
  }

  /** Images that took hours are not told to be an error because of the sheet. */
  @Test
  void aSheetWhoseNameIsTakenIsWrittenBesideIt() {
    String sheet = place.folder("overview.png").toString();
    made("first", "--count", "2", "--sheet", sheet);
    Ran other = generate("--count", "3", "--out", "" + place.folder("second"), "--sheet", sheet);
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err()).contains("--sheet: " + sheet + " is there already");
    assertThat(other.out()).contains("overview-2.png");
    assertThat(place.folder("overview-2.png")).exists();
  }

  /** What is read from a JPEG is not quite what was written: its sheet is another file. */
  @Test
  void theSheetOfImagesThatWereThereIsNotDrawnAgain() {
    made("twice", "--count", "4", "--format", "jpg");
    Path folder = made("twice", "--count", "4", "--format", "jpg");
    assertThat(place.names("twice")).contains("sheet.png").doesNotContain("sheet-2.png");
    assertThat(folder).isNotEmptyDirectory();
    made("twice", "--count", "5", "--format", "jpg");
    assertThat(place.names("twice")).contains("sheet-2.png");
  }

  @Test
  void imagesOfAnotherFormatAreToldApart() {
    String out = made("mixed", "--count", "2").toString();
    Ran refused = generate("--count", "2", "--format", "jpg", "--out", out);
    assertRefused(refused, ExitCodes.USAGE, "--out", "holds images of format png, not jpg");
    made("mixed", "--count", "1", "--format", "jpg", "--overwrite");
    assertThat(place.names("mixed"))
        .containsExactly("images.json", "seed000000-dogs___more.jpg", "sheet.png");
  }

  @Test
  void allClassesHaveARowEach() throws IOException {
    Path folder = made("rows", "--count", "3", "--class", "all");
    assertThat(place.names("rows"))
        .filteredOn(name -> name.startsWith("seed"))
        .hasSize(6)
        .contains("seed000000-cats.png", "seed000000-dogs___more.png");
    BufferedImage sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
    assertThat(sheet.getWidth()).isEqualTo(3 * 8);
    assertThat(sheet.getHeight()).isEqualTo(2 * 8);
    assertThat(Pixels.toLevels(sheet.getSubimage(16, 8, 8, 8), 3))
        .isEqualTo(levels(folder.resolve("seed000002-cats.png")));
  }

  @Test
  void anArrayHoldsTheSameLevels() throws IOException {
    Path folder = made("array", "--seeds", "5,2", "--class", "all");
    Path file = place.folder("new/array.npy");
    // What a process left that was killed.
    Path left = Files.createDirectories(place.folder("new")).resolve(".array.npy.1a2b3c4d.partial");
    Files.createFile(left);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Ran ran = generate("--seeds", "5,2", "--class", "all", "--npy", file.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Array: ").doesNotContain("Images: ");
    assertThat(place.names("new")).containsExactly("array.npy");

    byte[] bytes = Files.readAllBytes(file);
    assertThat(Arrays.copyOf(bytes, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    int start = 10 + (bytes[8] & 0xFF) + 256 * (bytes[9] & 0xFF);
    assertThat(start % 64).isZero();
    assertThat(new String(bytes, 10, start - 10, StandardCharsets.US_ASCII))
        .matches("\\{'descr': '\\|u1', 'fortran_order': False, 'shape': \\(4, 8, 8, 3\\), } *\n");
    assertThat(bytes).hasSize(start + 4 * 8 * 8 * 3);
    String[] names = {"5-dogs___more", "2-dogs___more", "5-cats", "2-cats"};
    for (int i = 0; i < names.length; i++) {
      byte[] planes = levels(folder.resolve("seed00000" + names[i] + ".png"));
      int from = start + i * 8 * 8 * 3;
      byte[] reds = new byte[64];
      IntStream.range(0, 64).forEach(pixel -> reds[pixel] = bytes[from + 3 * pixel]);
      assertThat(reds).isEqualTo(Arrays.copyOf(planes, 64));
    }

    String[] again = {"--count", "1", "--npy", file.toString()};
    assertRefused(generate(again), ExitCodes.USAGE, "--npy", "array.npy", "--overwrite");
    assertThat(file).hasBinaryContent(bytes);
    assertThat(generate("--count", "1", "--overwrite", "--npy", file.toString()).code()).isZero();
    assertThat(file).hasSize(start + 8 * 8 * 3);
  }

  @ParameterizedTest
  @CsvSource({"jpg, 30", "tiff, 0"})
  void otherFormatsHoldTheSameImages(String format, int tolerance) throws IOException {
    Path folder = made(format, "--count", "2", "--class", "cats", "--format", format);
    made("formats", "--count", "2", "--class", "cats");
    byte[] levels = levels(folder.resolve("seed000001-cats." + format));
    byte[] exact = levels(place.folder("formats").resolve("seed000001-cats.png"));
    int difference = 0;
    for (int i = 0; i < exact.length; i++) {
      difference += Math.abs((levels[i] & 0xFF) - (exact[i] & 0xFF));
    }
    assertThat(difference / exact.length).isLessThanOrEqualTo(tolerance);
  }

  @Test
  void aFormatWithoutWriterTellsThoseThatHaveOne() {
    Ran ran = generate("--format", "webp", "--out", place.folder("webp").toString());
    assertRefused(ran, ExitCodes.USAGE, "--format", "png, jpg, tiff", "got webp");
    assertThat(place.folder("webp")).doesNotExist();
  }

  @Test
  void aRunsBestCheckpointIsUsed() throws IOException {
    Path checkpoints = place.folder("checkpoints/pets");
    Files.writeString(checkpoints.resolve("best"), "kimg000000\n");
    Path best = made("best", "pets/best", "--seeds", "7");
    Path latest = made("latest", "pets/latest", "--seeds", "7");
    assertThat(best.resolve("images.json")).content().contains("\"kimg000000\"");
    assertThat(latest.resolve("images.json"))
        .content()
        .contains(place.latest("pets").getFileName().toString() + '"')
        .doesNotContain("\"kimg000000\"");
  }

  @Test
  void anExportedFileMakesTheSameImages() throws IOException {
    Path file = export("safetensors", "pets.safetensors");
    Path run = made("run", "pets", "--seeds", "4-6", "--truncation", "0.7");
    Path exported = made("exported", file.toString(), "--seeds", "4-6", "--truncation", "0.7");

    assertThat(place.names("exported")).hasSize(5).isEqualTo(place.names("run"));
    for (String name : place.names("run")) {
      if (name.endsWith(".png")) {
        assertThat(exported.resolve(name)).hasSameBinaryContentAs(run.resolve(name));
      }
    }
    assertThat(exported.resolve("images.json")).content().contains("\"pets\"");
    assertThat(generate(file.toString(), "--count", "1").code()).isZero();
    assertThat(place.names("samples/generated/pets")).contains("seed000000-dogs___more.png");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path onnx = export("onnx", "pets.onnx");
    assertRefused(
        generate(onnx.toString()), ExitCodes.BAD_INPUT, "pets.onnx", "export --format safetensors");
    Path text = place.write("text.safetensors", "nothing but text");
    assertRefused(generate(text.toString()), ExitCodes.BAD_INPUT, "text.safetensors");
    assertRefused(generate("none.safetensors"), ExitCodes.BAD_INPUT, "none.safetensors");
  }

  private static Path export(String format, String name) {
    Path file = place.folder(name);
    List<String> args = new ArrayList<>(List.of("export", "pets", "--format", format));
    args.addAll(List.of("--out", file.toString(), "--overwrite"));
    args.addAll(place.folders());
    Ran ran = organza(args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return file;
  }

  @Test
  void moreThanWhatIsFreeIsWarnedOf() throws IOException {
    Path folder = made("large", "--count", "1");
    Files.createDirectories(folder.resolve("seed000001-cats.png/in the way"));
    String out = folder.toString();
    Ran ran = generate("--count", "1000000000000", "--threads", "1", "--out", out);
    assertThat(ran.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(ran.errors().get(0))
        .matches(
            "warning: the images may take 192000.0 GB, but where .* is, only .* (MB|GB) are free")
        .contains(out);
    assertThat(generate("--count", "1", "--out", out).err()).doesNotContain("free");
    Path array = place.folder("none/yet.npy");
    assertThat(FreeSpace.warnings(1e18, List.of(folder, array)))
        .hasSize(1)
        .first()
        .asString()
        .contains("may take 2000000000.0 GB");
    assertThat(FreeSpace.warnings(1, List.of(folder, array))).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamedAndTheRestStays() throws IOException {
    Path folder = made("full", "--count", "2");
    Files.createDirectories(folder.resolve("seed000300-dogs___more.png/in the way"));
    Ran ran = generate("--count", "400", "--threads", "1", "--out", folder.toString());
    assertRefused(ran, ExitCodes.BAD_INPUT, "seed000300-dogs___more.png");
    assertThat(place.names("full"))
        .contains("seed000299-cats.png")
        .noneMatch(name -> name.endsWith(".partial"));
  }
}
