package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of all formats among whole ones: {@code -Dorganza.fuzz=5000} makes that many.
 *
 * <p>Each is cut, has bytes changed, repeated or set to their extremes, and the outcome is decoded
 * once more, alone, by another decoder: what fails there must be reported, and nothing else.
 */
class FuzzTest {

  private static final int FILES = Integer.getInteger("organza.fuzz", 300);
  private static final long SEED = Long.getLong("organza.fuzz.seed", 1);
  private static final long MAX_PIXELS = 1_000_000;

  @Test
  @Timeout(1200)
  void damagedFilesAreLeftOutWithAReasonAndOthersAreKept(@TempDir Path temp) throws IOException {
    List<FormatsTest.Variant> variants = variants();
    Path folder = temp.resolve("in");
    for (int i = 0; i < 20; i++) {
      TestImages.write(folder.resolve("whole-" + i + ".png"), TestImages.png(i % 6));
    }
    List<byte[]> damaged = new ArrayList<>();
    Set<String> unreadable = new TreeSet<>();
    for (int i = 0; i < FILES; i++) {
      RandomStream random = RandomStream.of(SEED, Purpose.PICTURE, i);
      byte[] file = variants.get(i % variants.size()).file().array().clone();
      damaged.add(damage(file, random));
      TestImages.write(folder.resolve("damaged-" + i + ".jpg"), damaged.get(i));
      if (!canDecode(damaged.get(i))) {
        unreadable.add("damaged-" + i + ".jpg");
      }
    }
    DataOptions options =
        AnyRecord.with(DataOptions.of(folder.toString()), "maxPixels", MAX_PIXELS);
    options = AnyRecord.with(options, "maxSeconds", 10);
    PackedImages images = TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));

    Set<String> skipped =
        images.skipped().stream().map(SkippedFile::path).collect(Collectors.toSet());
    assertThat(images.skipped()).allMatch(file -> !file.reason().isBlank());
    assertThat(skipped).hasSizeGreaterThan(FILES / 4);
    assertThat(images.skipped().stream().filter(file -> !unreadable.contains(file.path())))
        .isEmpty();
    assertThat(unreadable.stream().filter(path -> !skipped.contains(path))).isEmpty();
    assertThat(images.count()).isEqualTo(20 + FILES - skipped.size());
  }

  @Test
  @Timeout(120)
  void aFileThatNeverEndsIsLeftOutOnceItWasTriedAlone(@TempDir Path temp) throws IOException {
    Path folder = temp.resolve("in");
    TestImages.write(folder.resolve("a.png"), TestImages.png(1));
    TestImages.write(folder.resolve("b.toy"), ToyImageReaderSpi.file(6, 4, 13));
    TestImages.write(folder.resolve("c.png"), TestImages.png(2));
    DataOptions options = AnyRecord.with(DataOptions.of(folder.toString()), "maxSeconds", 1);
    int before = ToyImageReaderSpi.ENDLESS.get();
    PackedImages images = TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));
    TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));
    assertThat(ToyImageReaderSpi.ENDLESS).hasValue(before + 2);
    assertThat(images.skipped()).hasToString("[b.toy: took longer than 1.0 seconds]");
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.sourceIndex(1)).isEqualTo(2);
  }

  /** What other files, or other programs, take for a moment is no damage. */
  @Test
  @Timeout(120)
  void aFileThatLacksTimeOrMemoryAtFirstIsTriedAlone(@TempDir Path temp) throws IOException {
    Path folder = temp.resolve("in");
    TestImages.write(folder.resolve("a.toy"), ToyImageReaderSpi.file(6, 4, 14));
    TestImages.write(folder.resolve("b.toy"), ToyImageReaderSpi.file(6, 4, 15));
    TestImages.write(folder.resolve("c.png"), TestImages.png(2));
    DataOptions options = AnyRecord.with(DataOptions.of(folder.toString()), "maxSeconds", 1);
    PackedImages images = TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));
    assertThat(images.skipped()).isEmpty();
    assertThat(images.count()).isEqualTo(3);
    assertThat(images.sourceIndex(2)).isEqualTo(2);
    float[] floats = new float[images.shape().size()];
    images.floats(1, false, floats, 0);
    assertThat(floats).containsOnly(Pixels.toFloat((byte) 15));
  }

  @Test
  void everyFormatCutShortIsReportedOrWhole() throws IOException {
    for (FormatsTest.Variant variant : variants()) {
      byte[] file = variant.file().array();
      for (int length = 0; length < file.length; length += Math.max(file.length / 40, 1)) {
        // Never anything but an image or an IOException.
        canDecode(Arrays.copyOf(file, length));
      }
      assertThat(canDecode(file)).as(variant.name()).isTrue();
      assertThat(canDecode(Arrays.copyOf(file, 4))).as(variant.name()).isFalse();
    }
  }

  private static boolean canDecode(byte[] file) {
    try {
      return new ImageDecoder(MAX_PIXELS).decode(file).image() != null;
    } catch (IOException e) {
      return false;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private static byte[] damage(byte[] file, RandomStream random) {
    if (random.nextDouble() < 0.2) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      // Half of the changes hit the header, where lengths and sizes are.
      int most = random.nextBoolean() ? Math.min(64, file.length) : file.length;
      int at = random.nextInt(most);
      file[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) 0xFF;
            case 1 -> 0x7F;
            case 2 -> (byte) (file[at] ^ 1 << random.nextInt(8));
            default -> file[random.nextInt(file.length)];
          };
    }
    return file;
  }

  private static List<FormatsTest.Variant> variants() throws IOException {
    return Stream.of(
            FormatsTest.png(),
            FormatsTest.jpeg(),
            FormatsTest.tiff(),
            FormatsTest.gifAndBmp(),
            FormatsTest.pnm(),
            FormatsTest.tga(),
            FormatsTest.psd(),
            FormatsTest.icons(),
            FormatsTest.webp())
        .flatMap(variants -> variants)
        .toList();
  }
}
