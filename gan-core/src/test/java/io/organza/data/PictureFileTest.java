package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.record.AnyRecord;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void aFileIsReadAsOneThatIsTrainedOn(int channels) throws IOException {
    BufferedImage image = new BufferedImage(50, 31, BufferedImage.TYPE_INT_ARGB);
    Random random = new Random(3);
    for (int i = 0; i < 50 * 31; i++) {
      image.setRGB(i % 50, i / 50, random.nextInt());
    }
    Path file = folder.resolve("a.png");
    ImageIO.write(image, "png", file.toFile());
    ImageShape shape = new ImageShape(channels, 8, 12);
    DataOptions options = DataOptions.of(folder.toString());

    byte[] levels = PictureFile.levels(file, shape, options);

    PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
    try (ImageSource source = ImageSource.open(options)) {
      PackedImages packed = PackedImages.of(source, shape, options, cache, (done, total) -> {});
      float[] floats = new float[shape.size()];
      packed.floats(0, false, floats, 0);
      assertThat(levels).isEqualTo(Pixels.toInterleaved(floats, 0, shape));
    }
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    ImageShape shape = new ImageShape(3, 8, 8);
    DataOptions options = DataOptions.of("unused");
    Path torn = Files.writeString(folder.resolve("torn.png"), "torn");
    assertThatThrownBy(() -> PictureFile.levels(torn, shape, options))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("torn.png: not an image");
    assertThatThrownBy(() -> PictureFile.levels(folder.resolve("none.png"), shape, options))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> PictureFile.levels(folder, shape, options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aFileThatNeverEndsIsLeftAfterItsTime() throws IOException {
    Path file = Files.write(folder.resolve("a.toy"), ToyImageReaderSpi.file(6, 4, 13));
    DataOptions options = AnyRecord.with(DataOptions.of("unused"), "maxSeconds", 1);
    assertThatThrownBy(() -> PictureFile.levels(file, new ImageShape(3, 4, 6), options))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": took longer than 1.0 seconds");
  }
}
