package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code interpolate} makes of a run with the classes "cats" and "dogs", of 8x8 pixels. */
class InterpolateTest {

  @TempDir static Path root;

  private static Workplace place;

  @BeforeAll
  static void train() throws IOException {
    place = new Workplace(root);
    Path images = place.images(6);
    Files.move(images.resolve("more"), images.resolve("cats"));
    Files.createDirectory(images.resolve("dogs"));
    for (int i = 0; i < 6; i += 2) {
      Files.move(images.resolve(i + ".png"), images.resolve("dogs/" + i + ".png"));
    }
    Ran trained =
        Ran.train(
            place, images.toString(), "--labels", "folders", "--run", "pets", "--kimg", "0.016");
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static Ran run(String command, String out, String... args) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(args));
    all.addAll(List.of("--device", "cpu", "--out", place.folder(out).toString()));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private static Path made(String out, String... args) {
    Ran ran = run("interpolate", out, args);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Animation: ", Path.of(out).toString());
    return place.folder(out);
  }

  private static void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.errors()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
  }

  private static byte[] levels(BufferedImage image) {
    return Pixels.toLevels(image, 3);
  }

  private static byte[] levels(Path file) throws IOException {
    return levels(ImageIO.read(file.toFile()));
  }

  /** 130 frames are three passes. */
  @Test
  void theNumberOfThreadsChangesNoByte() throws IOException {
    Path one = made("one.gif", "--seeds", "5,2", "--frames", "65", "--threads", "1");
    Path three = made("three.gif", "--seeds", "5,2", "--frames", "65", "--threads", "3");
    assertThat(three).hasSameBinaryContentAs(one);
  }

  @Test
  void inTheFrameOfASeedIsWhatGenerateMakesOfIt() throws IOException {
    Path frames = made("frames", "--seeds", "5,2,9", "--frames", "4", "--scale", "1");
    assertThat(run("generate", "images", "--seeds", "2,5,9").code()).isZero();
    assertThat(place.names("frames")).hasSize(12);
    Path images = place.folder("images");
    assertThat(levels(frames.resolve("frame000000.png")))
        .isEqualTo(levels(images.resolve("seed000005-dogs.png")));
    assertThat(levels(frames.resolve("frame000004.png")))
        .isEqualTo(levels(images.resolve("seed000002-cats.png")));
    assertThat(levels(frames.resolve("frame000008.png")))
        .isEqualTo(levels(images.resolve("seed000009-dogs.png")));
    assertThat(levels(frames.resolve("frame000002.png")))
        .isNotEqualTo(levels(frames.resolve("frame000000.png")))
        .isNotEqualTo(levels(frames.resolve("frame000004.png")));
  }

  @Test
  void anExportedFileMakesTheSameFrames() {
    List<String> export = new ArrayList<>(List.of("export", "pets", "--format", "safetensors"));
    export.addAll(List.of("--out", place.folder("pets.safetensors").toString()));
    export.addAll(place.folders());
    assertThat(organza(export.toArray(String[]::new)).code()).isZero();
    String file = place.folder("pets.safetensors").toString();
    Path ofFile = made("file.gif", file, "--seeds=1,2", "--frames=2", "--class=dogs");
    Path ofRun = made("run.gif", "pets", "--seeds=1,2", "--frames=2", "--class=dogs");
    assertThat(ofFile).hasSameBinaryContentAs(ofRun);
  }

  @Test
  void oneWayEndsAtTheLastSeed() throws IOException {
    Path frames =
        made("oneway", "--seeds", "0,3", "--frames", "5", "--one-way", "--class=cats", "--scale=1");
    assertThat(run("generate", "cats", "--seeds", "0,3", "--class=cats").code()).isZero();
    assertThat(place.names("oneway")).hasSize(6);
    assertThat(levels(frames.resolve("frame000005.png")))
        .isEqualTo(levels(place.folder("cats/seed000003-cats.png")));
  }

  @Test
  void eachCellOfAGridHasItsOwnSeeds() throws IOException {
    Path frames =
        made("grid", "--seeds=0-11", "--grid=2x3", "--frames=2", "--scale=2", "--class=dogs");
    assertThat(run("generate", "dogs", "--seeds", "0-11", "--class=dogs").code()).isZero();
    assertThat(place.names("grid")).hasSize(4);
    BufferedImage second = ImageIO.read(frames.resolve("frame000002.png").toFile());
    assertThat(second.getWidth()).isEqualTo(3 * 8 * 2);
    assertThat(second.getHeight()).isEqualTo(2 * 8 * 2);
    // The last cell goes from seed 10 to seed 11.
    BufferedImage expected = ImageIO.read(place.folder("dogs/seed000011-dogs.png").toFile());
    BufferedImage cell = second.getSubimage(2 * 16, 16, 16, 16);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        assertThat(cell.getRGB(x, y)).isEqualTo(expected.getRGB(x / 2, y / 2));
      }
    }
  }

  @Test
  void aGifHasTheFramesAtASizeThatCanBeSeen() throws IOException {
    Path file = made("new/a.gif", "--seeds", "0-2", "--frames", "3");
    assertThat(place.names("new")).containsExactly("a.gif");
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(9);
      assertThat(reader.getWidth(8)).isEqualTo(256);
    } finally {
      reader.dispose();
    }
  }

  @ParameterizedTest
  @CsvSource({"a.png", "a.mp4", "b.GIF"})
  void whatIsThereIsReplacedOnlyIfThatIsAskedFor(String name) throws IOException {
    Path file = place.write(name, "mine");
    Ran refused = run("interpolate", name, "--seeds", "0,1");
    assertRefused(refused, ExitCodes.USAGE, "--out", name, "--overwrite");
    assertThat(file).hasContent("mine");
    made(name, "--seeds", "0,1", "--frames", "2", "--overwrite");
    assertThat(Files.size(file)).isGreaterThan(100);
  }

  @Test
  void aFolderWithOtherThingsIsLeftAlone() throws IOException {
    Files.createDirectory(place.folder("full"));
    place.write("full/diary.txt", "mine");
    place.write("full/frame000099.png", "old");
    Ran refused = run("interpolate", "full", "--seeds", "0,1");
    assertRefused(refused, ExitCodes.USAGE, "--out", "full", "not empty", "--overwrite");
    made("full", "--seeds", "0,1", "--frames", "1", "--overwrite");
    assertThat(place.names("full"))
        .containsExactly("diary.txt", "frame000000.png", "frame000001.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seeds=7 | at least two | got 1",
        "--seeds=x | --seeds | 'x'",
        "--seeds=0-5 --grid=2x2 | --grid 2x2 | multiple of 4",
        "--seeds=0-3 --grid=2x2 | at least two for each | got 4",
        "--seeds=0,1 --grid=0x2 | --grid | 2x4",
        "--seeds=0,1 --frames=0 | --frames | got 0",
        "--seeds=0-99999 --frames=30 | --frames | at most 100000",
        "--seeds=0,1 --fps=0 | --fps | from 1 to 50",
        "--seeds=0,1 --fps=60 | --fps | got 60",
        "--seeds=0,1 --scale=0 | --scale | got 0",
        "--seeds=0,1 --truncation=1.5 | --truncation | 1.5",
        "--seeds=0,1 --easing=fast | --easing | smooth, linear",
        "--seeds=0,1 --class=birds | the run knows cats, dogs | got birds",
        "--seeds=0,1 --threads=0 | --threads | got 0"
      })
  void whatIsWrongIsNamed(String args, String part, String other) {
    Ran ran = run("interpolate", "never.gif", args.split(" "));
    assertRefused(ran, ExitCodes.USAGE, part, other);
    assertThat(place.folder("never.gif")).doesNotExist();
  }

  @Test
  void anEndingThatIsUnknownTellsThoseThatAre() {
    Ran ran = run("interpolate", "a.webm", "--seeds", "0,1");
    assertRefused(ran, ExitCodes.USAGE, "--out", ".gif, .png, .mp4", "a.webm");
    assertRefused(organza("interpolate"), ExitCodes.USAGE, "--seeds");
  }

  @Test
  void anEndingThatIsUnknownHidesNothingElse() {
    Ran ran = run("interpolate", "a.avi", "--seeds=0,1", "--frames=0", "--fps=0", "--scale=0");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.errors())
        .hasSize(4)
        .anyMatch(line -> line.contains("--scale: must be from 1 to 64, got 0"))
        .anyMatch(line -> line.endsWith("--fps: must be from 1 to 120, got 0"))
        .anyMatch(line -> line.contains("--out: must end in .gif, .png, .mp4"))
        .anyMatch(line -> line.contains("--frames: "));
  }
}
