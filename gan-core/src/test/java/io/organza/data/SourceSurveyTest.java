package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.data.SourceSurvey.Look;
import io.organza.data.SourceSurvey.Mode;
import io.organza.data.SourceSurvey.Seen;
import io.organza.data.SourceSurvey.Size;
import io.organza.data.SourceSurvey.Stored;
import io.organza.image.Fit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSurveyTest {

  private static final DataOptions OPTIONS = DataOptions.of("any");

  @Test
  void looksAtEveryFile(@TempDir Path folder) throws IOException {
    draw(folder, "a.PNG", 30, 20);
    draw(folder, "b.jpg", 8, 9);
    draw(folder, "c.png", 5, 5);
    Files.writeString(folder.resolve("d.gif"), "no image");
    Files.writeString(folder.resolve("notes.txt"), "no image");
    try (ImageSource source = ImageSource.open(folder.toString())) {
      SourceSurvey survey = SourceSurvey.of(source, OPTIONS, (done, total) -> {});
      assertThat(survey.formats()).isEqualTo(Map.of("png", 2, "jpg", 1));
      assertThat(survey.sizes()).containsExactly(new Size(30, 20), new Size(8, 9), new Size(5, 5));
      assertThat(survey.skipped()).extracting(SkippedFile::path).containsExactly("d.gif");
      assertThat(survey.ignored()).isEqualTo(Map.of("txt", 1));
    }
  }

  @Test
  void aBuiltInSetHasNoSizes() throws IOException {
    try (ImageSource source = ImageSource.open("builtin:flowers")) {
      assertThat(SourceSurvey.of(source, OPTIONS, (done, total) -> {}).sizes()).isEmpty();
    }
  }

  @Test
  void tellsHowPixelsAreStoredAndWhoReadsThem(@TempDir Path folder) throws IOException {
    draw(folder, "a.png", 30, 20);
    Files.write(folder.resolve("b.toy"), ToyImageReaderSpi.file(4, 5, 6));
    Files.write(
        folder.resolve("c.png"),
        new PngFile(1, 1, 16, PngFile.GRAY_ALPHA).rows(new byte[] {1, 2, 3, 4}));
    Files.write(folder.resolve("d.toy"), ToyImageReaderSpi.file(4, 5, 6));
    for (boolean whole : new boolean[] {true, false}) {
      SourceSurvey survey = survey(folder, whole);
      assertThat(survey.modes())
          .isEqualTo(
              Map.of(
                  new Mode(false, false, 8), 1,
                  new Mode(true, false, 8), 2,
                  new Mode(true, true, 16), 1));
      assertThat(survey.modes().keySet())
          .hasToString("[colour, 8 bits, grey and alpha, 16 bits, grey, 8 bits]");
      assertThat(survey.readers()).containsEntry("Organza's tests 1", 2).hasSize(2);
      assertThat(survey.duplicates()).isEqualTo(Map.of("d.toy", "b.toy"));
      assertThat(survey.allGrey()).isFalse();
      assertThat(Channels.AUTO.of(survey).count()).isEqualTo(3);
      assertThat(Channels.RGBA.of(survey).count()).isEqualTo(4);
    }
    Files.delete(folder.resolve("a.png"));
    assertThat(Channels.AUTO.of(survey(folder, false)).count()).isEqualTo(1);
  }

  @Test
  void headersDoNotTellOfDamageFurtherOn(@TempDir Path folder) throws IOException {
    draw(folder, "a.jpg", 300, 200);
    byte[] whole = Files.readAllBytes(folder.resolve("a.jpg"));
    Files.write(folder.resolve("b.jpg"), Arrays.copyOf(whole, whole.length * 2 / 3));
    assertThat(survey(folder, true).skipped()).hasSize(1);
    assertThat(survey(folder, false).skipped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 256, 96, 96",
    "28, 28, 64, 28, 28",
    "640, 480, 64, 64, 48",
    "480, 640, 64, 48, 64",
    "105, 100, 512, 96, 96",
    "4000, 3000, 256, 256, 192",
    "3, 90, 256, 4, 80",
    "1, 1, 32, 4, 4"
  })
  void theResolutionIsThatOfTheMedian(int width, int height, int cap, int wide, int high) {
    List<Size> sizes = List.of(new Size(1, 9999), new Size(width, height), new Size(9999, 1));
    assertThat(of(sizes).resolution(cap)).isEqualTo(new Size(wide, high));
    assertThat(of(List.of()).resolution(70)).isEqualTo(new Size(64, 64));
  }

  @Test
  void theShareOfEnlargedImagesIsTold() {
    SourceSurvey survey = of(List.of(new Size(10, 99), new Size(64, 64), new Size(65, 64)));
    assertThat(survey.enlargedShare(Fit.CROP, 64, 64)).isEqualTo(1 / 3.0);
    assertThat(survey.enlargedShare(Fit.PAD, 64, 64)).isZero();
    assertThat(of(List.of()).enlargedShare(Fit.CROP, 64, 64)).isZero();
  }

  private static SourceSurvey of(List<Size> sizes) {
    List<Seen> images = new ArrayList<>();
    for (Size size : sizes) {
      Stored stored = new Stored(size, new Mode(false, false, 8), "any");
      images.add(new Seen(images.size(), "any", new Look(images.size(), stored)));
    }
    return new SourceSurvey(images, List.of(), Map.of());
  }

  private static SourceSurvey survey(Path folder, boolean whole) throws IOException {
    try (ImageSource source = ImageSource.open(folder.toString())) {
      return whole
          ? SourceSurvey.of(source, OPTIONS, (done, total) -> {})
          : SourceSurvey.ofHeaders(source, OPTIONS, (done, total) -> {});
    }
  }

  private static void draw(Path folder, String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    String format = name.substring(name.indexOf('.') + 1);
    assertThat(ImageIO.write(image, format, folder.resolve(name).toFile())).isTrue();
  }
}
