package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.record.AnyRecord;
import io.organza.sampling.ImageGenerator;
import io.organza.torch.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedImagesTest {

  private static final int CLASSES = 6;
  private static final NetworkOptions NETWORK =
      new NetworkOptions(
          NetworkFamily.RESIDUAL,
          8,
          8,
          1,
          4,
          List.of(8, 8),
          List.of(8, 8),
          1,
          BlockShape.BASIC,
          4,
          CLASSES,
          false,
          0,
          false);

  @TempDir Path folder;

  /**
   * The built-in flowers are like that: with every fourth label, three species would be missing.
   */
  @Test
  void eachClassComesAsOftenAsAmongRealImagesWhoseClassesComeInTurn() throws IOException {
    PackedImages real = inTurn(24);
    try (ImageGenerator generator = new ImageGenerator(NETWORK, Precision.FP32, Device.cpu())) {
      for (int count : new int[] {6, 12, 24, 48}) {
        GeneratedImages made = new GeneratedImages(generator, real, count);
        for (int label = 0; label < CLASSES; label++) {
          int wanted = label;
          assertThat(IntStream.range(0, count).filter(i -> made.classOf(i) == wanted).count())
              .isEqualTo(count / CLASSES);
        }
      }
    }
  }

  private PackedImages inTurn(int count) throws IOException {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(i % 8, i / 8, 0, 255);
      String name = "%02d.png".formatted(i);
      ImageIO.write(image, "png", folder.resolve(name).toFile());
      table.append(name).append(",class ").append(i % CLASSES).append('\n');
    }
    Path labels = Files.writeString(folder.resolve("labels.csv"), table);
    DataOptions options =
        AnyRecord.with(DataOptions.of(folder.toString()), "labels", labels.toString());
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
      return PackedImages.of(source, new ImageShape(1, 8, 8), options, cache, (done, all) -> {});
    }
  }
}
