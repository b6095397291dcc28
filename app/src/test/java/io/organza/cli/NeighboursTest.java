package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {

  @TempDir static Path root;

  private static Workplace place;

  @BeforeAll
  static void train() {
    place = new Workplace(root);
    train("plain");
    train("held", "--holdout", "40", "--mirror");
  }

  private static void train(String run, String... more) {
    List<String> args = new ArrayList<>(List.of(place.images(12).toString()));
    args.addAll(List.of("--run", run, "--kimg", "0.008"));
    args.addAll(List.of(more));
    Ran ran = Ran.train(place, args.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @Test
  void aSheetThatNoMemoryHoldsIsRefused() {
    ImageShape shape = new ImageShape(3, 256, 256);
    assertThat(NeighboursCommand.sizeProblems(100, 5, shape)).isEmpty();
    assertThat(NeighboursCommand.sizeProblems(1000, 20, shape))
        .containsExactly(
            "--count: must be at most 46 for a sheet with --nearest 20 at 256x256x3, got 1000");
  }

  private static Ran neighbours(String... args) {
    List<String> all = new ArrayList<>(List.of("neighbours"));
    all.addAll(List.of(args));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private static void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void eachRowIsAnImageAGapAndItsNeighbours() throws IOException {
    Path file = place.folder("new/sheet.png");
    Ran ran = neighbours("plain", "--count", "3", "--nearest", "2", "--out", file.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll("\\d\\.\\d+", "0")))
        .hasSize(6)
        .contains("Sheet: " + file)
        .anyMatch(line -> line.matches("Seed 2: 0 (more/)?\\d+\\.png, 0 (more/)?\\d+\\.png"))
        .anyMatch(line -> line.endsWith("at 0 from 12 training images"))
        .anyMatch(line -> line.matches("As near .* \\d of 3 generated images; about 0 if .*"));
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertThat(sheet.getWidth()).isEqualTo(4 * 8);
    assertThat(sheet.getHeight()).isEqualTo(3 * 8);
    assertThat(Pixels.toLevels(sheet.getSubimage(8, 0, 8, 24), 3)).containsOnly(0);
    BufferedImage first = sheet.getSubimage(0, 0, 8, 8);
    assertThat(Pixels.toLevels(first, 3)).isEqualTo(levelsOfSeedNought());
  }

  private static byte[] levelsOfSeedNought() throws IOException {
    List<String> args = new ArrayList<>(List.of("generate", "plain", "--count", "1"));
    args.addAll(List.of("--device", "cpu", "--out", place.folder("made").toString()));
    args.addAll(place.folders());
    assertThat(organza(args.toArray(String[]::new)).code()).isZero();
    return Pixels.toLevels(ImageIO.read(place.folder("made/seed000000.png").toFile()), 3);
  }

  @Test
  void heldOutImagesAreTheComparisonIfThereAreAny() {
    Ran ran = neighbours("held", "--count", "2");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).containsPattern("from \\d held-out images");
    assertThat(place.names("samples/held/neighbours")).hasSize(1);
    assertRefused(
        neighbours("held", "--count", "2"), ExitCodes.USAGE, "--out", "already", "--overwrite");
    assertThat(neighbours("held", "--count", "2", "--overwrite").code()).isZero();
  }

  @Test
  void otherImagesAreRefused() throws IOException {
    Path moved = place.folder("moved");
    Files.createDirectory(moved);
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", moved.resolve("a.png").toFile());

    assertRefused(
        neighbours("plain", "--data", moved.toString(), "--out", place.folder("x.png").toString()),
        ExitCodes.BAD_INPUT,
        moved.toString(),
        "expected the images that the run began with");
    assertThat(place.folder("x.png")).doesNotExist();
  }

  @Test
  void imagesAndTheFileOfTheirLabelsMayBothMove() throws IOException {
    Workplace other = new Workplace(Files.createDirectory(place.folder("elsewhere")));
    String images = other.images(2).toString();
    String labels = other.write("old.csv", "0.png,a\nmore/1.png,b\n").toString();
    Ran.train(place, images, "--run", "labelled", "--kimg", "0.008", "--labels", labels);
    String moved = Files.move(Path.of(images), other.folder("moved")).toString();
    String table = Files.move(Path.of(labels), other.folder("new.csv")).toString();
    Ran ran = neighbours("labelled", "--count", "1", "--data", moved, "--labels", table);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertRefused(
        neighbours("plain", "--labels", table),
        ExitCodes.USAGE,
        "--labels: cannot change from none to " + table);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertRefused(
        neighbours("plain", "--count", "0", "--nearest", "21"),
        ExitCodes.USAGE,
        "--count: must be 1 to 1000, got 0",
        "--nearest: must be 1 to 20, got 21");
    assertRefused(neighbours("plain", "--out", "sheet.jpg"), ExitCodes.USAGE, "--out", "sheet.jpg");
    assertRefused(
        neighbours("plain", "--data", "a\0b"), ExitCodes.USAGE, "--data: must be paths", "a?b");
    assertRefused(neighbours("plain", "--data", ""), ExitCodes.USAGE, "--data: must be a folder");
    assertRefused(neighbours("ghost"), ExitCodes.BAD_INPUT, "ghost");
  }
}
