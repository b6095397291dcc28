package io.organza.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.RealBatches;
import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how fast batches are gathered from a pack of 1.1 GB, and from a tenth of it: {@code
 * ./mvnw test -pl gan-core -Dtest=PackReadBenchmark -Dtest.heap=256m}.
 */
class PackReadBenchmark {

  private static final int SIDE = 192;
  private static final int BATCH = 32;
  private static final int IMAGES = 20_000;

  @TempDir Path folder;

  @Test
  void aPackMayBeLargerThanTheHeap() throws IOException {
    DataOptions options = DataOptions.of("builtin:flowers");
    PackedImages all;
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder, PackCache.USUAL_BYTES);
      ImageShape shape = new ImageShape(3, SIDE, SIDE);
      all = PackedImages.of(source, shape, options, cache, (done, total) -> {});
    }
    PackedImages tenth = all.holdout(10, 0);
    gather(tenth);
    for (PackedImages images : new PackedImages[] {all, tenth, all, tenth}) {
      System.out.printf(
          "%d images of %dx%d, %d MB, with a heap of %d MB: %.0f images/s%n",
          images.count(),
          SIDE,
          SIDE,
          (images.count() * (long) images.shape().size()) >> 20,
          Runtime.getRuntime().maxMemory() >> 20,
          gather(images));
    }
  }

  private static double gather(PackedImages images) {
    double begin = Cpu.seconds();
    int size = images.shape().size();
    try (RealBatches batches = new RealBatches(images, BATCH, true, false, 1)) {
      for (long step = 0; step < IMAGES / BATCH; step++) {
        assertThat(batches.batch(step)).hasSize(BATCH * size);
      }
    }
    return IMAGES / (Cpu.seconds() - begin);
  }
}
