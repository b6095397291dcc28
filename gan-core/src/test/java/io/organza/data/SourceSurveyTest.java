package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.data.SourceSurvey.Size;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      assertThat(survey.ignored()).isEqualTo(1);
    }
  }

  @Test
  void aBuiltInSetHasNoSizes() throws IOException {
    try (ImageSource source = ImageSource.open("builtin:flowers")) {
      assertThat(SourceSurvey.of(source, OPTIONS, (done, total) -> {}).sizes()).isEmpty();
    }
  }

  private static void draw(Path folder, String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    String format = name.substring(name.indexOf('.') + 1);
    assertThat(ImageIO.write(image, format, folder.resolve(name).toFile())).isTrue();
  }
}
