package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code timelapse} makes of sheets that lie where a run draws them. */
class TimelapseTest {

  @TempDir Path root;

  private Workplace place;
  private Path samples;

  @BeforeEach
  void settle() throws IOException {
    place = new Workplace(root);
    samples = Files.createDirectories(place.folder("samples/mine"));
    Files.createDirectories(place.folder("checkpoints"));
  }

  private void sheet(String name, int type, int side, int grey) throws IOException {
    BufferedImage image = new BufferedImage(side, side, type);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        // As they are: setRGB would take grey for linear light.
        image.getRaster().setPixel(x, y, new int[] {grey, grey, grey, 255});
      }
    }
    ImageIO.write(image, "png", samples.resolve(name).toFile());
  }

  private void sheets(int type) throws IOException {
    sheet("fakes000012.png", type, 32, 90);
    sheet("fakes000012.416.png", type, 32, 120);
    sheet("fakes000000.png", type, 32, 60);
    sheet("reals.png", type, 32, 250);
  }

  private Ran timelapse(String... args) {
    List<String> all = new ArrayList<>(List.of("timelapse", "mine"));
    all.addAll(List.of(args));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  private void assertRefused(Ran ran, int code, String... parts) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.errors()).as(ran.err()).hasSize(1);
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "10"})
  void theSheetsComeInTheirOrderWithACaption(int type) throws IOException {
    sheets(type);
    Ran ran = timelapse("--out", place.folder("frames").toString(), "--scale", "4");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(place.names("frames")).hasSize(3);
    int[] greys = {60, 90, 120};
    for (int i = 0; i < 3; i++) {
      Path file = place.folder("frames/frame00000" + i + ".png");
      BufferedImage frame = ImageIO.read(file.toFile());
      assertThat(frame.getWidth()).isEqualTo(128);
      assertThat(frame.getHeight()).isEqualTo(128 + 13);
      assertThat(frame.getRaster().getSample(127, 127, 0)).isEqualTo(greys[i]);
      assertThat(frame.getRaster().getSample(0, 128, 0)).isZero();
    }
  }

  /** As programs that make files smaller leave them. */
  @Test
  void sheetsMayHaveAPalette() throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    Path sheet = place.folder("samples/mine/fakes000012.png");
    BufferedImage plain = ImageIO.read(sheet.toFile());
    BufferedImage small =
        new BufferedImage(plain.getWidth(), plain.getHeight(), BufferedImage.TYPE_BYTE_INDEXED);
    small.setRGB(0, 0, 0xFFFF0000);
    ImageIO.write(small, "png", sheet.toFile());
    Ran ran = timelapse("--out", place.folder("frames").toString(), "--scale", "1");
    assertThat(ran.code()).as(ran.err()).isZero();
    BufferedImage frame = ImageIO.read(place.folder("frames/frame000001.png").toFile());
    assertThat(frame.getRGB(0, 0)).isEqualTo(0xFFFF0000);
  }

  @Test
  void theLastSheetIsHeld() throws IOException, JCodecException {
    sheets(BufferedImage.TYPE_INT_RGB);
    Path file = place.folder("a.mp4");
    Ran ran = timelapse("--out", file.toString(), "--fps", "4", "--hold", "3");
    assertThat(ran.code()).as(ran.err()).isZero();
    try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
      DemuxerTrackMeta meta = FrameGrab.createFrameGrab(channel).getVideoTrack().getMeta();
      assertThat(meta.getTotalFrames()).isEqualTo(3);
      assertThat(meta.getTotalDuration()).isEqualTo(2 * 0.25 + 3);
    }
  }

  @Test
  void byDefaultItIsAGifBesideTheSheets() throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    Ran ran = timelapse();
    assertThat(ran.out()).contains("timelapse.gif (3 sheets)");
    assertThat(place.names("samples/mine")).contains("timelapse.gif");
    assertRefused(timelapse(), ExitCodes.USAGE, "--out", "timelapse.gif", "--overwrite");
    assertThat(timelapse("--overwrite").code()).isZero();
  }

  @Test
  void sheetsThatTheRunLeftBehindAreLeftOut() throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    place.write(
        "samples/mine/stats.jsonl",
        """
        {"images":12416,"seconds":2}
        {"images":12160,"seconds":1}
        """);
    assertThat(timelapse().out()).contains("(2 sheets)");
  }

  /** After 12,416 images the run went on from 12,000, with another rhythm of sheets. */
  @Test
  void sheetsOfBeforeTheRunWentBackAreLeftOutAlsoWhenItIsPastThemAgain() throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    sheet("fakes000012.300.png", BufferedImage.TYPE_INT_RGB, 32, 100);
    Instant back = Instant.parse("2026-05-01T12:00:00Z");
    drawn("fakes000000.png", back.minusSeconds(40));
    drawn("fakes000012.png", back.minusSeconds(30));
    drawn("fakes000012.300.png", back.minusSeconds(20));
    drawn("fakes000012.416.png", back.plusSeconds(10));
    place.write(
        "samples/mine/stats.jsonl",
        """
        {"images":12416,"seconds":2,"imagesBefore":0,"begun":"2026-05-01T11:00:00Z"}
        {"images":13000,"seconds":1,"imagesBefore":12000,"begun":"%s"}
        """
            .formatted(back));
    assertThat(timelapse().out()).contains("(3 sheets)");
  }

  private void drawn(String name, Instant time) throws IOException {
    Files.setLastModifiedTime(samples.resolve(name), FileTime.from(time));
  }

  @Test
  void aRunWithoutSheetsIsNamed() {
    assertRefused(timelapse(), ExitCodes.BAD_INPUT, "no sheets", samples.toString());
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    List<String> args = new ArrayList<>(List.of("timelapse", "ghost"));
    args.addAll(place.folders());
    assertRefused(organza(args.toArray(String[]::new)), ExitCodes.BAD_INPUT, "no such run: ghost");
  }

  @Test
  void aSheetThatDoesNotFitIsNamed() throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    sheet("fakes000013.png", BufferedImage.TYPE_INT_RGB, 48, 1);
    assertRefused(timelapse(), ExitCodes.BAD_INPUT, "fakes000013.png", "another size");
    assertThat(place.names("samples/mine")).noneMatch(name -> name.contains("timelapse"));
  }

  /** A GIF has 16 bits for a side: 1,100 pixels at a scale of 64 are 70,400. */
  @Test
  void whatIsTooLargeForTheFormatIsRefused() throws IOException {
    BufferedImage wide = new BufferedImage(1_100, 2, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(wide, "png", samples.resolve("fakes000000.png").toFile());
    for (String name : List.of("wide.gif", "wide.mp4")) {
      Path file = place.folder(name);
      Ran ran = timelapse("--scale", "64", "--out", file.toString());
      assertRefused(ran, ExitCodes.USAGE, "--out: ", "at most 65535", "70400x");
      assertThat(file).doesNotExist();
    }
  }

  /** 64 times 300 by 1,000 pixels, and the caption, are more than an array of four bytes each. */
  @Test
  void whatIsTooLargeForMemoryIsRefused() throws IOException {
    BufferedImage large = new BufferedImage(1_000, 300, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(large, "png", samples.resolve("fakes000000.png").toFile());
    for (String name : List.of("large.png", "large")) {
      Path file = place.folder(name);
      Ran ran = timelapse("--scale", "64", "--out", file.toString());
      assertRefused(ran, ExitCodes.USAGE, "--scale: ", "at most 536870911 pixels, got 64000x");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void sheetsThatAreCutShortAreLeftOut() throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    byte[] whole = Files.readAllBytes(samples.resolve("fakes000012.png"));
    int[] lengths = {0, 4, 20, whole.length / 2};
    for (int i = 0; i < lengths.length; i++) {
      Path cut = samples.resolve("fakes00002" + i + ".png");
      Files.write(cut, Arrays.copyOf(whole, lengths[i]));
    }
    Ran ran = timelapse();
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("(3 sheets)");
    for (int i = 0; i < lengths.length; i++) {
      assertThat(ran.err()).contains("warning: leaves out", "fakes00002" + i + ".png");
    }
  }

  @Test
  void aSheetThatCannotBeReadIsNoSheet() throws IOException {
    Files.writeString(samples.resolve("fakes000013.png"), "torn");
    Ran ran = timelapse();
    assertThat(ran.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(ran.err()).contains("fakes000013.png: is no image", "no sheets of samples");
  }

  @ParameterizedTest
  @CsvSource({
    "--fps=0, --fps, from 1",
    "--hold=-1, --hold, -1",
    "--hold=NaN, --hold, NaN",
    "--out=a.avi, a.avi, .mp4"
  })
  void whatIsWrongIsNamed(String arg, String part, String other) throws IOException {
    sheets(BufferedImage.TYPE_INT_RGB);
    assertRefused(timelapse(arg), ExitCodes.USAGE, part, other);
  }
}
