package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grey stripes that lie or stand, in folders of these names; two of three lie. */
class ClassReaderTest {

  private static final int IMAGES = 60;

  @TempDir Path folder;

  @Test
  void itNamesWhatItHasNeverSeen() throws IOException {
    PackedImages real = stripes();
    FloatCache cache = new FloatCache(folder.resolve("scores"));
    try (ClassReader reader = ClassReader.of(real, 40, cache, Device.cpu())) {
      assertThat(reader.accuracy()).isEqualTo(1);
      assertThat(reader.chance()).isEqualTo(2 / 3.0);
      Features logits = reader.of(ImageSet.of(real));
      assertThat(ClassReader.accuracy(logits, real::label)).isGreaterThan(0.95);
      // Who is asked for the other class each time is hardly ever right.
      assertThat(ClassReader.accuracy(logits, i -> 1 - real.label(i))).isLessThan(0.05);
      try (ClassReader again = ClassReader.of(real, 40, cache, Device.cpu())) {
        assertThat(again.of(ImageSet.of(real)).values()).isEqualTo(logits.values());
      }
    }
  }

  @Test
  void theLargestLogitNamesTheClass() {
    Features logits = new Features(new float[] {0, 2, 1, 5, 4, 4, -3, -2, -1}, 3, 3);
    assertThat(ClassReader.accuracy(logits, i -> i)).isEqualTo(1 / 3.0);
    int[] largest = {1, 0, 2};
    assertThat(ClassReader.accuracy(logits, i -> largest[i])).isEqualTo(1);
  }

  private PackedImages stripes() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < IMAGES; i++) {
      boolean lies = i % 3 > 0;
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      int phase = random.nextInt(4);
      for (int j = 0; j < 64; j++) {
        int along = (lies ? j / 8 : j % 8) + phase;
        image.getRaster().setSample(j % 8, j / 8, 0, along % 4 < 2 ? 200 : random.nextInt(60));
      }
      Path file = folder.resolve("%s/%02d.png".formatted(lies ? "lying" : "standing", i));
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
    DataOptions options = labelled();
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
      return PackedImages.of(source, new ImageShape(1, 8, 8), options, cache, (done, all) -> {});
    }
  }

  private DataOptions labelled() {
    DataOptions usual = DataOptions.of(folder.toString());
    return new DataOptions(
        usual.source(),
        usual.fit(),
        usual.background(),
        usual.mirror(),
        DataOptions.FOLDERS,
        usual.classNames(),
        usual.balance(),
        usual.holdout(),
        usual.fold(),
        usual.subset(),
        usual.strict(),
        usual.maxPixels(),
        usual.maxSeconds());
  }
}
