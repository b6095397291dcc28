package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.checkpoint.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with classes, from the options of {@code train} to what other commands make of them. */
class LabelledImagesTest {

  @TempDir Path root;

  private Workplace place;

  @BeforeEach
  void settle() {
    place = new Workplace(root);
  }

  /** Zips images of these paths, and other files of these names and texts in turn. */
  private String zip(String name, List<String> images, String... others) throws IOException {
    Path file = place.folder(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < images.size(); i++) {
        zip.putNextEntry(new ZipEntry(images.get(i)));
        BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i % 9, i / 9, 0x8080FF);
        ImageIO.write(image, "png", zip);
      }
      for (int i = 0; i < others.length; i += 2) {
        zip.putNextEntry(new ZipEntry(others[i]));
        zip.write(others[i + 1].getBytes(UTF_8));
      }
    }
    return file.toString();
  }

  private Ran inPlace(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--cache", "" + place.folder("cache")));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private Ran generateOne(String className) {
    List<String> all = new ArrayList<>(List.of("generate", "pets", "--count", "1"));
    all.addAll(List.of("--class", className));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private List<String> classes(String run) throws IOException {
    return Checkpoint.open(place.latest(run)).config().classNames();
  }

  private void assertDone(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  /** Archives of macOS have a letter and its accent one by one, keyboards give them together. */
  @Test
  void aClassIsFoundHoweverItsAccentsAreWritten() throws IOException {
    String zip = zip("pets.zip", List.of("Kater Mo\u0308/0.png", "dogs/1.png"));
    assertDone(Ran.train(place, zip, "--labels", "folders", "--run", "pets", "--kimg", "0.008"));
    assertDone(generateOne("Kater M\u00f6"));
    Ran unknown = generateOne("Kater Mo");
    assertThat(unknown.errors()).singleElement().asString().contains("--class", "dogs");
  }

  @Test
  void aZipOfOneFolderIsTrainedByTheClassesInIt() throws IOException {
    String zip = zip("pets.zip", List.of("pets/cats/0.png", "pets/dogs/1.png", "pets/2.png"));
    Ran ran = Ran.train(place, zip, "--labels", "folders", "--run", "pets", "--kimg", "0.008");
    assertDone(ran);
    assertThat(ran.err()).contains("pets/2.png: it has no label");
    assertThat(classes("pets")).containsExactly("cats", "dogs");
    Ran inspected = organza("inspect", zip, "--labels", "folders", "--resolution", "8");
    assertThat(inspected.out())
        .contains("classes     2 of 1 image each", "1 cats", "1 dogs", "pets/2.png");
    // Without the folder around them they are the same images.
    List<String> bare = List.of("cats/0.png", "dogs/1.png", "2.png");
    String other = zip("bare.zip", bare);
    assertDone(inPlace("resume", "pets", "--kimg", "0.016", "--data", other));
    assertDone(inPlace("neighbours", "pets", "--count", "1", "--data", zip));
  }

  /** Of its images none is among those that are learned from. */
  @Test
  void aClassWithoutImagesHasABlackRow() throws IOException {
    String zip = zip("pets.zip", List.of("cats/0.png", "dogs/1.png"));
    assertDone(
        Ran.train(
            place,
            zip,
            "--labels",
            "folders",
            "--subset",
            "1",
            "--run",
            "pets",
            "--kimg",
            "0.008"));
    BufferedImage sheet = ImageIO.read(place.folder("samples/pets/reals.png").toFile());
    assertThat(sheet.getHeight()).isEqualTo(2 * 8);
    boolean cats = isBlack(sheet.getSubimage(0, 0, 64, 8));
    assertThat(isBlack(sheet.getSubimage(0, 8, 64, 8))).isNotEqualTo(cats);
  }

  private static boolean isBlack(BufferedImage image) {
    int[] levels =
        image.getData().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    return Arrays.stream(levels).allMatch(level -> level == 0);
  }

  @Test
  void oneClassIsRefusedBeforeAnythingIsWritten() throws IOException {
    String zip = zip("pets.zip", List.of("pets/cats/0.png", "pets/cats/1.png"));
    String line =
        "organza: --labels: must give images of %s at least two classes; folders gives none";
    for (Ran ran :
        List.of(
            Ran.train(place, zip, "--labels", "folders", "--kimg", "0.008"),
            Ran.train(place, zip, "--labels", "folders", "--dry-run"),
            organza("inspect", zip, "--labels", "folders"))) {
      assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(ran.errors()).containsExactly(line.formatted(zip));
      assertThat(ran.out()).isEmpty();
    }
    String table = place.write("one.csv", "pets/cats/0.png,cat\n").toString();
    Ran ran = Ran.train(place, zip, "--labels", table, "--kimg", "0.008");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors())
        .singleElement()
        .asString()
        .contains("--labels", zip, table + " gives only one, cat");
    assertThat(place.names("")).containsExactly("narrow.json", "one.csv", "pets.zip");
  }

  @Test
  void theLabelsOfAZipOfStyleGanAreTaken() throws IOException {
    List<String> images = List.of("00000/img0.png", "00000/img1.png", "00001/img2.png");
    String json =
        """
        {"labels": [["00000/img0.png", 1], ["00000/img1.png", 0], ["00001/img2.png", 1]]}
        """;
    String zip = zip("cifar.zip", images, "dataset.json", json);
    assertDone(Ran.train(place, zip, "--labels", "folders", "--run", "a", "--kimg", "0.008"));
    assertThat(classes("a")).containsExactly("0", "1");
    assertDone(inPlace("resume", "a", "--kimg", "0.016"));
    Ran inspected = organza("inspect", zip, "--labels", "folders", "--resolution", "8");
    assertThat(inspected.out()).contains("classes     2, from 1 with 2 images to 0 with 1");

    String file = place.write("dataset.json", json).toString();
    assertDone(Ran.train(place, zip, "--labels", file, "--run", "b", "--kimg", "0.008"));
    assertThat(classes("b")).containsExactly("0", "1");
    String moved = Files.move(Path.of(file), place.folder("moved.json")).toString();
    assertDone(inPlace("neighbours", "b", "--count", "1", "--labels", moved));

    String torn = place.write("torn.json", "{\"labels\": [[\"a.png\"]]}").toString();
    Ran refused = Ran.train(place, zip, "--labels", torn, "--kimg", "0.008");
    assertThat(refused.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(refused.errors())
        .containsExactly(
            "organza: %s: each of the labels must be [path, number], got [\"a.png\"]"
                .formatted(torn));
  }

  /** As runs that began when {@code dataset.json} was not read. */
  @Test
  void aRunKeepsTheClassesThatItBeganWith() throws IOException {
    List<String> images = List.of("00000/img0.png", "00001/img1.png");
    String zip = zip("cifar.zip", images);
    assertDone(Ran.train(place, zip, "--labels", "folders", "--run", "old", "--kimg", "0.008"));
    assertThat(classes("old")).containsExactly("00000", "00001");
    String json = "{\"labels\": [[\"00000/img0.png\", 1], [\"00001/img1.png\", 0]]}";
    zip("cifar.zip", images, "dataset.json", json);
    assertDone(inPlace("resume", "old", "--kimg", "0.016"));
    assertThat(classes("old")).containsExactly("00000", "00001");

    String config = place.latest("old").resolve("config.json").toString();
    assertDone(inPlace("train", zip, "--config", config, "--run", "new", "--kimg", "0.008"));
    assertThat(classes("new")).containsExactly("0", "1");
  }
}
