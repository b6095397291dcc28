package io.organza.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.SourceSurvey;
import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what it takes to list, survey, pack and open images again: {@code ./mvnw test -pl
 * gan-core -Dtest=SourceBenchmark -Dtest.heap=1g}. They are a million small files, links to a
 * hundred; with {@code -Dorganza.benchmark.files=N} as many, and with {@code
 * -Dorganza.benchmark.data=PATH} those of a folder, zip or tar.
 */
class SourceBenchmark {

  private static final String DATA = System.getProperty("organza.benchmark.data", "");
  private static final int FILES = Integer.getInteger("organza.benchmark.files", 1_000_000);
  private static final int DIFFERENT = 100;
  private static final int IN_A_FOLDER = 10_000;
  private static final int SIDE = 32;

  @TempDir Path folder;
  private double begun;

  @Test
  void imagesAreListedSurveyedPackedAndOpenedAgain() throws IOException {
    Path links = folder.resolve("files");
    if (DATA.isEmpty()) {
      link(Files.createDirectory(folder.resolve("originals")), links);
    }
    DataOptions options = DataOptions.of(DATA.isEmpty() ? links.toString() : DATA);
    begun = Cpu.seconds();
    try (ImageSource source = ImageSource.open(options)) {
      tell("list", source.count());
      SourceSurvey survey = SourceSurvey.ofHeaders(source, options, (done, total) -> {});
      tell("survey of headers", survey.sizes().size());
    }
    pack(options, "list and pack");
    pack(options, "list and open the pack");
  }

  private void pack(DataOptions options, String what) throws IOException {
    PackCache cache = new PackCache(folder.resolve("cache"), PackCache.USUAL_BYTES);
    try (ImageSource source = ImageSource.open(options)) {
      ImageShape shape = new ImageShape(3, SIDE, SIDE);
      PackedImages images = PackedImages.of(source, shape, options, cache, (done, total) -> {});
      assertThat(images.count() + images.skipped().size()).isEqualTo(source.count());
      tell(what, images.count());
    }
  }

  /** Links to few files from many places: a file has at most so many names. */
  private static void link(Path originals, Path files) throws IOException {
    Path[] different = new Path[DIFFERENT];
    for (int i = 0; i < DIFFERENT; i++) {
      different[i] = originals.resolve(i + ".jpg");
      PhotoFiles.write(different[i], SIDE, SIDE, i);
    }
    for (int i = 0; i < FILES; i++) {
      Path in = files.resolve("%03d".formatted(i / IN_A_FOLDER));
      if (i % IN_A_FOLDER == 0) {
        Files.createDirectories(in);
      }
      Files.createLink(in.resolve("%07d.jpg".formatted(i)), different[i % DIFFERENT]);
    }
  }

  private void tell(String what, int images) {
    double seconds = Cpu.seconds() - begun;
    System.gc();
    Runtime memory = Runtime.getRuntime();
    System.out.printf(
        "%d images: %s in %.1f s, then %d MB in use%n",
        images, what, seconds, (memory.totalMemory() - memory.freeMemory()) >> 20);
    begun = Cpu.seconds();
  }
}
