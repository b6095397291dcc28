package io.organza.benchmark;

import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.PictureFile;
import io.organza.image.Fit;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The way of an image: decoded, resized, packed, gathered into a batch, written as PNG. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageBenchmark {

  private static final int FULL_WIDTH = 640;
  private static final int FULL_HEIGHT = 480;
  private static final int SIDE = 64;
  private static final int BATCH = 32;
  private static final int FILES = 64;
  private static final ImageShape SHAPE = new ImageShape(3, SIDE, SIDE);

  private final DataOptions options = DataOptions.of("any");
  private final float[] batch = new float[BATCH * SHAPE.size()];
  private final BufferedImage photo = photo(0);
  private final byte[] levels = Pixels.toLevels(Fit.CROP.apply(photo, SIDE, SIDE), 3);
  private Path folder = Path.of("");
  private Path file = Path.of("");
  private List<PackedImages> packed = List.of();

  /** Writes photographs as JPEG files, and packs them. */
  @Setup
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("organza-benchmark");
    Path photos = Files.createDirectory(folder.resolve("photos"));
    for (int i = 0; i < FILES; i++) {
      file = photos.resolve(i + ".jpg");
      ImageIO.write(photo(i), "jpg", file.toFile());
    }
    packed = List.of(pack());
  }

  /** Deletes them. */
  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  /** A JPEG of 640x480 is read, cropped and resized to 64x64. */
  @Benchmark
  public byte[] decode() throws IOException {
    return PictureFile.levels(file, SHAPE, options);
  }

  /** 640x480 pixels are cropped and resized to 64x64, by Lanczos's filter. */
  @Benchmark
  public BufferedImage resize() {
    return Fit.CROP.apply(photo, SIDE, SIDE);
  }

  /** The pixels of an image of 64x64 become bytes. */
  @Benchmark
  public byte[] levels() {
    return Pixels.toLevels(photo.getSubimage(0, 0, SIDE, SIDE), 3);
  }

  /** A folder of 64 such files is listed, decoded and written as a pack: divide by 64. */
  @Benchmark
  public PackedImages pack() throws IOException {
    DataOptions photos = DataOptions.of(folder.resolve("photos").toString());
    Path cache = Files.createTempDirectory(folder, "cache");
    try (ImageSource source = ImageSource.open(photos)) {
      PackCache packs = new PackCache(cache, PackCache.USUAL_BYTES);
      return PackedImages.of(source, SHAPE, photos, packs, (done, total) -> {});
    }
  }

  /** 32 images of 64x64 are gathered from the pack as floats: divide by 32. */
  @Benchmark
  public float[] gather() {
    PackedImages images = packed.get(0);
    for (int i = 0; i < BATCH; i++) {
      images.floats(i % images.count(), i % 2 == 0, batch, i * SHAPE.size());
    }
    return batch;
  }

  /** An image of 64x64 is encoded as PNG. */
  @Benchmark
  public byte[] png() {
    return PngEncoder.encode(levels, SHAPE);
  }

  /** Returns soft colours with noise, about as hard to decode as a photograph. */
  private static BufferedImage photo(long seed) {
    BufferedImage image = new BufferedImage(FULL_WIDTH, FULL_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < FULL_HEIGHT; y++) {
      for (int x = 0; x < FULL_WIDTH; x++) {
        int grey = random.nextInt(32);
        image.setRGB(x, y, (x / 4 + grey) << 16 | (y / 4 + grey) << 8 | (x + y) / 8 + grey);
      }
    }
    return image;
  }
}
