package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.checkpoint.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Zips images of these paths. */
  private String zip(String name, List<String> images) throws IOException {
    Path file = place.folder(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < images.size(); i++) {
        zip.putNextEntry(new ZipEntry(images.get(i)));
        BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i % 9, i / 9, 0x8080FF);
        ImageIO.write(image, "png", zip);
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

  private List<String> classes(String run) throws IOException {
    return Checkpoint.open(place.latest(run)).config().classNames();
  }

  private void assertDone(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
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
}
