package io.organza.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how fast photographs of 12 megapixels are packed to 256x256, and what the decoder of
 * javax.imageio takes of that: {@code ./mvnw test -pl gan-core -Dtest=PhotoPackBenchmark
 * -Dtest.heap=1g}; with {@code -Dorganza.benchmark.photos=N} of others than 500.
 */
class PhotoPackBenchmark {

  private static final int PHOTOS = Integer.getInteger("organza.benchmark.photos", 500);
  private static final int SIDE = 256;

  @TempDir Path folder;

  @Test
  void photosArePackedInAGigabyte() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    for (int i = 0; i < PHOTOS; i++) {
      PhotoFiles.write(photos.resolve(i + ".jpg"), 4000, 3000, i);
    }
    List<Path> files;
    try (Stream<Path> stream = Files.list(photos)) {
      files = stream.toList();
    }
    decodeSeconds(files.subList(0, PHOTOS / 10));
    double decoding = decodeSeconds(files);
    double begin = Cpu.seconds();
    PackedImages images = pack(photos);
    double packing = Cpu.seconds() - begin;
    assertThat(images.count()).isEqualTo(PHOTOS);
    System.out.printf(
        "%d JPEGs of 12 megapixels, %d kB each, to %dx%d with a heap of %d MB: %.2f images/s;"
            + " decoding alone %.2f images/s, %.0f%% of the time%n",
        PHOTOS,
        size(files) / PHOTOS / 1000,
        SIDE,
        SIDE,
        Runtime.getRuntime().maxMemory() >> 20,
        PHOTOS / packing,
        PHOTOS / decoding,
        100 * decoding / packing);
  }

  private PackedImages pack(Path photos) throws IOException {
    DataOptions options = DataOptions.of(photos.toString());
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
      ImageShape shape = new ImageShape(3, SIDE, SIDE);
      return PackedImages.of(source, shape, options, cache, (done, total) -> {});
    }
  }

  /** Decodes files that lie in memory, one after the other. */
  private static double decodeSeconds(List<Path> files) throws IOException {
    double seconds = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      double begin = Cpu.seconds();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      seconds += Cpu.seconds() - begin;
      assertThat(image.getWidth()).isEqualTo(4000);
    }
    return seconds;
  }

  private static long size(List<Path> files) throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return size;
  }
}
