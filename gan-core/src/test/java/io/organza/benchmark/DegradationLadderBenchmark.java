package io.organza.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.metric.FloatCache;
import io.organza.metric.GeneratedImages;
import io.organza.metric.ImageSet;
import io.organza.metric.OwnFeatures;
import io.organza.metric.Reference;
import io.organza.record.AnyRecord;
import io.organza.sampling.ImageGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures whether the Frechet distance of the default features grows with what is wrong with
 * images: {@code ./mvnw test -pl gan-core -Dtest=DegradationLadderBenchmark -Dtest.threads=2}. The
 * images are the built-in flowers; with {@code -Dorganza.benchmark.data=PATH} those of a folder,
 * zip or tar whose folders are classes, with {@code -Dorganza.benchmark.images=N} others than 2,000
 * a level, and with {@code -Dorganza.benchmark.checkpoints=DIR,DIR} also the checkpoints of runs on
 * the same images at 32x32, as many of each: a run has bad moments of its own, so means over them
 * count.
 *
 * <p>Half of the set trains the extractor and is compared with; images of the other half are made
 * worse. Where fewer remain than a level needs, they are repeated.
 */
class DegradationLadderBenchmark {

  private static final String DATA =
      System.getProperty("organza.benchmark.data", "builtin:flowers");
  private static final String RUNS = System.getProperty("organza.benchmark.checkpoints", "");
  private static final int IMAGES = Integer.getInteger("organza.benchmark.images", 2_000);
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int CLEAN_SETS = 8;
  private static final int ORDERS = 3;
  private static final int MODES = 100;
  private static final double LEAST_CORRELATION = 0.95;

  @TempDir static Path folder;

  private static PackedImages real;
  private static PackedImages held;
  private static OwnFeatures extractor;
  private static Reference reference;
  private static ImageSet clean;

  @BeforeAll
  static void learn() throws IOException {
    DataOptions options = AnyRecord.with(DataOptions.of(DATA), "labels", DataOptions.FOLDERS);
    try (ImageSource source = ImageSource.open(options)) {
      PackCache cache = new PackCache(folder, PackCache.USUAL_BYTES);
      PackedImages all = PackedImages.of(source, SHAPE, options, cache, (done, total) -> {});
      real = all.withoutHoldout(50, 0);
      held = all.holdout(50, 0);
    }
    FloatCache cache = new FloatCache(folder);
    extractor = OwnFeatures.of(real, cache, Device.cpu());
    reference = Reference.of(extractor, real, Reference.USUAL_IMAGES, cache);
    clean = draw(0, IMAGES, index -> true);
    System.out.printf(
        "%s: %d images against %d, %d features%n",
        DATA, IMAGES, real.count(), reference.features().size());
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  @Test
  void clean() {
    double[] distances =
        IntStream.range(0, CLEAN_SETS)
            .mapToDouble(set -> distance(draw(set, IMAGES, index -> true)))
            .toArray();
    double mean = Arrays.stream(distances).average().orElseThrow();
    double squares = Arrays.stream(distances).map(d -> (d - mean) * (d - mean)).sum();
    System.out.printf(
        "%-9s mean %.3f, standard deviation %.3f%n",
        "clean", mean, Math.sqrt(squares / (CLEAN_SETS - 1)));
  }

  @Test
  void blur() throws IOException {
    List<ImageSet> levels = new ArrayList<>(List.of(clean));
    for (double deviation : new double[] {0.5, 0.7, 1, 1.5, 2.5}) {
      levels.add(new Degradations(clean).blurred(deviation));
    }
    climb("blur", levels);
  }

  @Test
  void noise() throws IOException {
    List<ImageSet> levels = new ArrayList<>(List.of(clean));
    for (double deviation : new double[] {0.02, 0.04, 0.08, 0.16, 0.3}) {
      levels.add(new Degradations(clean).noisy(deviation));
    }
    climb("noise", levels);
  }

  /** More and more images, for many a set is of JPEGs, which their own quality does not change. */
  @Test
  void jpeg() throws IOException {
    Degradations first = new Degradations(clean);
    ImageSet all = first.compressed(1, 0.3f);
    Degradations second = new Degradations(all);
    climb(
        "JPEG",
        List.of(
            clean,
            first.compressed(0.25, 0.3f),
            first.compressed(0.5, 0.3f),
            all,
            second.compressed(0.5, 0.1f),
            second.compressed(1, 0.1f)));
  }

  @Test
  void shuffledBlocks() throws IOException {
    List<ImageSet> levels = new ArrayList<>(List.of(clean));
    for (int pairs : new int[] {1, 2, 4, 8, 16}) {
      levels.add(new Degradations(clean).shuffled(pairs));
    }
    climb("blocks", levels);
  }

  @Test
  void missingClasses() {
    int classes = held.classes().size();
    assumeThat(classes).isGreaterThanOrEqualTo(4);
    int steps = Math.min(5, classes - 1);
    int[] kept =
        IntStream.rangeClosed(0, steps).map(i -> classes - i * (classes - 1) / steps).toArray();
    drop("classes", IntStream.range(0, held.count()).map(held::label).toArray(), kept);
  }

  @Test
  void missingModes() {
    drop("modes", new ThumbnailModes(real, MODES).of(held), MODES, 80, 50, 20, 10, 5);
  }

  @Test
  void copies() {
    climb(
        "copies",
        IntStream.of(1, 2, 5, 10, 20, 50)
            .mapToObj(copies -> draw(0, IMAGES / copies, index -> true))
            .toList());
  }

  @Test
  void training() throws IOException {
    assumeThat(RUNS).isNotEmpty();
    List<double[]> runs = new ArrayList<>();
    for (String run : RUNS.split(",", 0)) {
      double[] distances = distances(Path.of(run));
      System.out.printf("%s: %s%n", run, describe(distances));
      runs.add(distances);
    }
    assertThat(runs)
        .as("checkpoints of each")
        .extracting(run -> run.length)
        .containsOnly(runs.get(0).length);
    check(
        "training",
        IntStream.range(0, runs.get(0).length)
            .mapToDouble(i -> runs.stream().mapToDouble(run -> run[i]).average().orElseThrow())
            .toArray());
  }

  /** Returns those of all checkpoints of a run, the last one first. */
  private static double[] distances(Path run) throws IOException {
    List<Path> checkpoints;
    try (Stream<Path> files = Files.list(run)) {
      checkpoints =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith("kimg"))
              .sorted(Collections.reverseOrder())
              .toList();
    }
    double[] distances = new double[checkpoints.size()];
    for (int i = 0; i < distances.length; i++) {
      try (ImageGenerator generator = ImageGenerator.open(checkpoints.get(i))) {
        GeneratedImages made = new GeneratedImages(generator, real, IMAGES);
        distances[i] =
            reference.frechetDistance(made.features(List.of(extractor), done -> {}).get(0));
      }
    }
    return distances;
  }

  private static void climb(String name, List<ImageSet> levels) {
    check(name, levels.stream().mapToDouble(DegradationLadderBenchmark::distance).toArray());
  }

  /** Keeps fewer and fewer groups of images. Which ones matters, so it is a mean of some orders. */
  private static void drop(String name, int[] groups, int... kept) {
    double[] distances = new double[kept.length];
    for (int order = 0; order < ORDERS; order++) {
      List<Integer> places = IntStream.range(0, kept[0]).boxed().collect(Collectors.toList());
      Collections.shuffle(places, new Random(order));
      for (int i = 0; i < kept.length; i++) {
        int most = kept[i];
        ImageSet rest = draw(order, IMAGES, index -> places.get(groups[index]) < most);
        distances[i] += distance(rest) / ORDERS;
      }
    }
    check(name, distances);
  }

  private static void check(String name, double[] distances) {
    double correlation = rankCorrelation(distances);
    System.out.printf("%-9s %s, rank correlation %.2f%n", name, describe(distances), correlation);
    assertThat(correlation).as(name).isGreaterThanOrEqualTo(LEAST_CORRELATION);
  }

  private static String describe(double[] distances) {
    return Arrays.stream(distances).mapToObj("%.2f"::formatted).collect(Collectors.joining(" "));
  }

  private static double distance(ImageSet images) {
    return reference.frechetDistance(extractor.of(images));
  }

  /** Returns Spearman's rank correlation of values, none equal, with their places. */
  private static double rankCorrelation(double[] values) {
    int n = values.length;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double value = values[i];
      long rank = Arrays.stream(values).filter(other -> other < value).count();
      squares += (rank - i) * (rank - i);
    }
    return 1 - 6 * squares / (n * ((double) n * n - 1));
  }

  /** Draws so many different held-out images, if there are, and repeats them as often as needed. */
  private static ImageSet draw(int seed, int different, IntPredicate allowed) {
    List<Integer> indices =
        IntStream.range(0, held.count()).filter(allowed).boxed().collect(Collectors.toList());
    Collections.shuffle(indices, new Random(seed));
    int count = Math.min(different, indices.size());
    float[] pixels = new float[SHAPE.size()];
    byte[][] levels = new byte[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      held.floats(indices.get(i % count), false, pixels, 0);
      levels[i] = Pixels.toInterleaved(pixels, 0, SHAPE);
    }
    return ImageSet.of(levels, SHAPE);
  }
}
