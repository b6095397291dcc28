package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.GanConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person learns about images before training on them. */
class InspectImagesTest {

  /** A folder's name that would end an element, begin a script, ring and turn what follows. */
  private static final String CATS = "\"><script>alert('1')<x>&amp;\u0007\u202E";

  @TempDir Path root;

  private Workplace place;

  @BeforeEach
  void settle() {
    place = new Workplace(root);
  }

  private static byte[] png(int side, int rgb) throws IOException {
    return png(side, rgb, BufferedImage.TYPE_INT_RGB);
  }

  private static byte[] png(int side, int colour, int type) throws IOException {
    BufferedImage image = new BufferedImage(side, side, type);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, colour);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Zips twelve red cats of growing size, a copy of the first, one blue dog, and two others. */
  private String pets() throws IOException {
    Path zip = place.folder("pets.zip");
    try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < 12; i++) {
        put(entries, CATS + "/" + (10 + i) + ".png", png(6 + i, 0xFF0000));
      }
      put(entries, CATS + "/copy.png", png(6, 0xFF0000));
      put(entries, "dogs/0.png", png(8, 0x0000FF));
      put(entries, "dogs/torn.png", new byte[] {1, 2, 3});
      for (String other : List.of("notes.txt", "1.heic", "2.HEIC", "LICENSE")) {
        put(entries, "dogs/" + other, new byte[0]);
      }
    }
    return zip.toString();
  }

  @Test
  void imagesWithAlphaCouldBeLearnedWithIt() throws IOException {
    Path icons = Files.createDirectories(place.folder("icons"));
    Files.write(icons.resolve("0.png"), png(8, 0xFF0000));
    String hint = "--channels rgba would learn their transparency";
    assertThat(inspect(icons.toString()).out()).contains("1 image at").doesNotContain(hint);
    for (int i = 1; i < 3; i++) {
      byte[] icon = png(8, 0x8000FF00 + i, BufferedImage.TYPE_INT_ARGB);
      Files.write(icons.resolve(i + ".png"), icon);
    }
    assertThat(inspect(icons.toString()).out()).contains("3 images at 8x8x3", hint);
    assertThat(inspect(icons.toString(), "--channels", "rgba").out())
        .contains("3 images at 8x8x4")
        .doesNotContain(hint);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
  }

  private Ran inspect(String... args) {
    List<String> all = new ArrayList<>(List.of("inspect"));
    all.addAll(List.of(args));
    all.addAll(List.of("--resolution", "8", "--device", "cpu", "--threads", "1"));
    all.addAll(List.of("--config", place.narrow().toString()));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private static ParsedPage parse(Path page) throws Exception {
    return ParsedPage.of(Files.readString(page));
  }

  @Test
  void tellsWhatTrainingWouldMakeOfTheImages() throws IOException {
    Ran ran = inspect(pets(), "--labels", "folders");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "14 images",
            "png 14",
            "1 image is an exact copy",
            "dogs/torn.png",
            "4 files not named like images: 2 .heic, 1 without an ending, 1 .txt")
        .contains("with 13 images to dogs with 1", "--balance would", "2 classes have fewer")
        .contains("training    14 images at 8x8x3 with --preset tiny")
        .contains("21% of the images are smaller than 8x8")
        // 128 for the header, 12 for each index and hash, and the report on what is left out.
        .containsPattern("cache       3\\d\\d\\d B once")
        .containsPattern("epoch       about 0:\\d\\d at .* images a second, estimated .* cpu, ");
    assertThat(inspect(pets(), "--labels", "folders", "--balance").out())
        .doesNotContain("--balance would");
  }

  /** Where networks do not fit into memory, the page is of what is known of the images. */
  @Test
  void thePageDoesNotNeedTheSpeed() throws IOException {
    Path huge = place.folder("huge.json");
    Files.writeString(huge, "{\"network\": {\"generatorWidths\": [3000000, 3000000, 3000000]}}");
    Path page = place.folder("page.html");
    List<String> command = new ArrayList<>(List.of("inspect", pets(), "--device", "cpu"));
    command.addAll(List.of("--config", huge.toString(), "--report", page.toString()));
    command.addAll(place.folders());
    Ran ran = organza(command.toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(ExitCodes.OUT_OF_MEMORY);
    assertThat(ran.err()).contains("out of memory");
    assertThat(page).content().contains("14 images").doesNotContain("images a second");
  }

  @Test
  void theOptionsOfTheImagesCount() throws IOException {
    assertThat(inspect(pets(), "--max-pixels", "100", "--fit", "stretch", "--holdout", "50%").out())
        // Sides of 6 to 10, the copy and the dog are within 100 pixels.
        .contains(": 7 images", "hold-out", "pixels: must be from 1 to 100")
        .doesNotContain("classes");
    assertThat(inspect(pets(), "--channels", "rgba").out()).contains("8x8x4");
    Ran wrong = inspect(pets(), "--labels", "nowhere.csv");
    assertThat(wrong.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(wrong.errors()).last().asString().contains("nowhere.csv");
    assertThat(organza("inspect", pets(), "--resolution", "33").code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void thePageShowsARowOfEachClass() throws Exception {
    Path page = place.folder("pages/pets.html");
    Ran ran = inspect(pets(), "--labels", "folders", "--report", page.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Report: " + page);
    List<BufferedImage> rows = parse(page).pictures();
    assertThat(rows).hasSize(2);
    int[] colours = {0xFFFF0000, 0xFF0000FF};
    for (int row = 0; row < 2; row++) {
      BufferedImage picture = rows.get(row);
      assertThat(picture.getWidth()).isEqualTo(8 * 8);
      assertThat(picture.getHeight()).isEqualTo(8);
      assertThat(picture.getRGB(60, 4)).isEqualTo(colours[row]);
    }
  }

  /** A width in Persian digits would be none to a browser. */
  @Test
  void thePageIsTheSameInEveryLanguage() throws IOException {
    Locale usual = Locale.getDefault(Locale.Category.FORMAT);
    List<String> pages = new ArrayList<>();
    for (String language : List.of("en", "fa")) {
      Path page = place.folder(language + ".html");
      try {
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag(language));
        inspect(pets(), "--labels", "folders", "--report", page.toString());
      } finally {
        Locale.setDefault(Locale.Category.FORMAT, usual);
      }
      pages.add(Files.readString(page).replaceAll("<tr><th>epoch</th>.*", ""));
    }
    assertThat(pages.get(1)).contains("style=\"width:100%\"").isEqualTo(pages.get(0));
  }

  /** With classes the line of these says it. */
  @Test
  void fewImagesAreToldOnce() throws IOException {
    String few = "fewer than 50 images, which may be learned by heart";
    assertThat(inspect(pets()).out()).containsOnlyOnce(few);
    assertThat(inspect(pets(), "--labels", "folders").out())
        .containsOnlyOnce("2 classes have " + few)
        .containsOnlyOnce(few);
    assertThat(DataFacts.few(49)).contains(few);
    assertThat(DataFacts.few(50)).isEmpty();
  }

  @Test
  void severalSourcesAreImagesToo() {
    String images = place.images(3).toString();
    Ran ran = organza("inspect", images + "," + images + "/more", "--resolution", "8");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(": 4 images");
    Ran refused = organza("inspect", images + "," + place.folder("gone"));
    assertThat(refused.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(refused.err()).contains("gone");
  }

  @Test
  void hostileNamesAreOnlyText() throws Exception {
    Path page = place.folder("pets.html");
    inspect(pets(), "--labels", "folders", "--report", page.toString());
    assertThat(Files.readString(page)).doesNotContain("<script", "<x>");
    ParsedPage parsed = parse(page);
    assertThat(parsed.elements("script")).isEmpty();
    List<String> names = parsed.texts("bdi");
    String shown = CATS.replace('\u0007', '?');
    assertThat(names).contains(shown, "dogs", shown + "/copy.png", shown + "/10.png");
    assertThat(names).contains("dogs/torn.png", "not an image of a known format");
  }

  @Test
  void withoutClassesThePageShowsASheet() throws Exception {
    Path page = place.folder("pets.html");
    Ran ran = inspect(pets(), "--report", page.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    List<BufferedImage> sheets = parse(page).pictures();
    assertThat(sheets).hasSize(1);
    assertThat(sheets.get(0).getHeight()).isEqualTo(2 * 8);
  }

  @Test
  void builtInImagesHaveAPageToo() throws Exception {
    Path page = place.folder("flowers.html");
    Ran ran = inspect("builtin:flowers", "--labels", "folders", "--report", page.toString());
    assertThat(ran.out()).contains("drawn at any size", "classes     6, ", "8x8x3", "epoch ");
    assertThat(parse(page).pictures()).hasSize(6);
  }

  @Test
  void aFileThatIsThereIsLeftAlone() throws IOException {
    Path page = place.write("pets.html", "precious");
    Ran ran = inspect(pets(), "--report", page.toString());
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("--report", "there already");
    assertThat(page).hasContent("precious");
    assertThat(inspect(pets(), "--report", "page.txt").err()).contains("must end in .html");
  }

  @Test
  void aDryRunSaysTheSame() throws IOException {
    Ran inspected = inspect(pets(), "--labels", "folders");
    Ran dry = Ran.train(place, pets(), "--labels", "folders", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(GanConfig.fromJson(dry.out()).network().width()).isEqualTo(8);
    assertThat(dry.err())
        .contains(inspected.out().lines().filter(line -> !line.startsWith("epoch")).toList())
        .contains("epoch       about");
    assertThat(place.folder("cache")).doesNotExist();
  }

  @Test
  void trainingWarnsOfFewSmallAndCopiedImages() throws IOException {
    for (String run : List.of("first", "second")) {
      Ran ran = Ran.train(place, pets(), "--run", run, "--kimg", "0.008");
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(ran.err())
          .contains("warning: 21% of the images are smaller than 8x8 and are enlarged")
          .contains("warning: 1 image is an exact copy of another")
          .containsOnlyOnce(
              "warning: fewer than 50 images, which may be learned by heart: organza");
    }
    List<String> args = new ArrayList<>(List.of("resume", "first", "--kimg", "0.016"));
    args.addAll(List.of("--cache", "" + place.folder("cache")));
    args.addAll(place.folders());
    Ran resumed = organza(args.toArray(String[]::new));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).doesNotContain("warning");
    Ran fine = Ran.train(place, "builtin:flowers", "--run", "third", "--kimg", "0.008");
    assertThat(fine.err()).doesNotContain("warning");
  }
}
