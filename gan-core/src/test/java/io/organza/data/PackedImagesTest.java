package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PackedImagesTest {

  private static final ImageShape SHAPE = new ImageShape(3, 4, 6);
  private static final DataOptions OPTIONS = DataOptions.of("any");

  @TempDir Path temp;
  private Path folder;
  private Path cache;

  @BeforeEach
  void makeImages() throws IOException {
    folder = temp.resolve("pictures");
    cache = temp.resolve("cache/here");
    for (int i = 0; i < 5; i++) {
      TestImages.write(folder.resolve(i + ".png"), TestImages.png(i));
    }
  }

  @Test
  void imagesAreThoseOfTheFilesInOrder() throws IOException {
    PackedImages images = TestImages.pack(folder, cache);
    assertThat(images.count()).isEqualTo(5);
    assertThat(images.shape()).isEqualTo(SHAPE);
    assertThat(images.skipped()).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(floats(images, i, false)).isEqualTo(expected(i, false));
    }
  }

  @Test
  void mirroredImagesSwapLeftAndRight() throws IOException {
    PackedImages images = TestImages.pack(folder, cache);
    assertThat(floats(images, 3, true)).isEqualTo(expected(3, true));
  }

  @Test
  void imagesAreFittedToTheShape() throws IOException {
    try (ImageSource source = ImageSource.open(folder.toString())) {
      ImageShape shape = new ImageShape(1, 16, 8);
      PackedImages images = PackedImages.of(source, shape, OPTIONS, packs(), (done, total) -> {});
      assertThat(images.shape()).isEqualTo(shape);
      float[] gray = new float[16 * 8];
      images.floats(4, false, gray, 0);
      assertThat(gray).doesNotContain(Float.NaN);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void aFileThatCanBeReadAtLastIsNoLongerLeftOutOfRunsThatBegin() throws IOException {
    Path file = folder.resolve("3.png");
    byte[] whole = Files.readAllBytes(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, new byte[whole.length]);
    Files.setLastModifiedTime(file, time);
    assertThat(TestImages.pack(folder, cache).skipped()).hasSize(1);

    // Neither the size nor the time tells: as when only the right to read it was missing.
    Files.write(file, whole);
    Files.setLastModifiedTime(file, time);
    assertThat(TestImages.pack(folder, cache).count()).isEqualTo(4);
    refresh();
    PackedImages images = TestImages.pack(folder, cache);
    assertThat(images.skipped()).isEmpty();
    assertThat(images.count()).isEqualTo(5);
  }

  @Test
  void aFullDiskIsToldWithThePathOfThePack() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no disk that is always full");
    Path pack = cache.resolve("any.pack");
    try (ImageSource source = ImageSource.open(folder.toString());
        FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
      Packer packer = new Packer(source, SHAPE, OPTIONS, (done, total) -> {});
      assertThatThrownBy(() -> packer.write(channel, pack, "hash"))
          .isInstanceOf(CacheException.class)
          .hasMessage(pack + ": No space left on device");
    }
  }

  @Test
  void aCacheThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThatThrownBy(() -> TestImages.pack(folder, file.resolve("cache")))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith(file.resolve("cache") + ": ");
  }

  /** Windows would refuse to replace it. */
  @Test
  void aPackThatIsToBeReplacedIsNotMapped() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.exists(maps), "this system does not tell what is mapped");
    Path file = folder.resolve("3.png");
    byte[] whole = Files.readAllBytes(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, new byte[whole.length]);
    Files.setLastModifiedTime(file, time);
    TestImages.pack(folder, cache);
    Files.write(file, whole);
    Files.setLastModifiedTime(file, time);
    String pack = list(cache).get(0).getFileName().toString();
    long before = Files.readAllLines(maps).stream().filter(line -> line.contains(pack)).count();
    refresh();
    assertThat(list(cache)).isEmpty();
    assertThat(Files.readAllLines(maps))
        .filteredOn(line -> line.contains(pack))
        .hasSizeLessThanOrEqualTo((int) before);
  }

  @Test
  void aPackThatAnotherProcessMadeMeanwhileIsTaken() throws IOException {
    TestImages.pack(folder, cache);
    Path pack = list(cache).get(0);
    Path other = Files.createDirectories(temp.resolve("other"));
    PackedImages.Progress meanwhile =
        (done, total) -> {
          try {
            // So the move fails, as on Windows where the other process has mapped its pack.
            Files.delete(list(other).get(0));
            Files.copy(pack, other.resolve(pack.getFileName()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (ImageSource source = ImageSource.open(folder.toString())) {
      PackedImages images =
          PackedImages.of(
              source, SHAPE, OPTIONS, new PackCache(other, PackCache.USUAL_BYTES), meanwhile);
      assertThat(floats(images, 4, false)).isEqualTo(expected(4, false));
    }
  }

  @Test
  void packingIsToldAndOpeningIsNot() throws IOException {
    List<String> told = new ArrayList<>();
    try (ImageSource source = ImageSource.open(folder.toString())) {
      PackedImages.of(
          source, SHAPE, OPTIONS, packs(), (done, total) -> told.add(done + "/" + total));
      assertThat(told).isNotEmpty().endsWith("5/5");
      told.clear();
      PackedImages again =
          PackedImages.of(
              source, SHAPE, OPTIONS, packs(), (done, total) -> told.add(done + "/" + total));
      assertThat(told).isEmpty();
      assertThat(floats(again, 2, false)).isEqualTo(expected(2, false));
    }
  }

  @Test
  void onlyTheCacheIsWritten() throws IOException {
    TestImages.pack(folder, cache);
    assertThat(list(folder)).hasSize(5);
    assertThat(list(cache)).singleElement().asString().endsWith(".pack");
  }

  @Test
  void changedFilesArePackedAnew() throws IOException {
    String before = TestImages.pack(folder, cache).contentHash();
    Path changed = TestImages.write(folder.resolve("2.png"), TestImages.png(9));
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1));
    PackedImages images = TestImages.pack(folder, cache);
    assertThat(images.contentHash()).isNotEqualTo(before);
    assertThat(floats(images, 2, false)).isEqualTo(expected(9, false));
  }

  @Test
  void theContentHashDependsOnPixelsAlone() throws IOException {
    Path other = temp.resolve("other");
    for (int i = 0; i < 5; i++) {
      TestImages.write(other.resolve("picture-" + i + ".png"), TestImages.png(i));
    }
    assertThat(TestImages.pack(other, cache).contentHash())
        .isEqualTo(TestImages.pack(folder, cache).contentHash())
        .matches("[0-9a-f]{64}");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void damagedPacksAreMadeAnew() throws IOException {
    TestImages.pack(folder, cache);
    Path pack = list(cache).get(0);
    byte[] whole = Files.readAllBytes(pack);
    byte[] flipped = whole.clone();
    flipped[20] ^= 1;
    for (byte[] damaged : List.of(new byte[0], new byte[200], flipped, Arrays.copyOf(whole, 300))) {
      Files.write(pack, damaged);
      assertThat(floats(TestImages.pack(folder, cache), 4, false)).isEqualTo(expected(4, false));
      assertThat(Files.readAllBytes(pack)).isEqualTo(whole);
    }
  }

  @Test
  void unreadableFilesAreLeftOutAndReported() throws IOException {
    byte[] jpeg = TestImages.encode(TestImages.picture(60, 40, 1), "jpg");
    TestImages.write(folder.resolve("0-cut.jpg"), Arrays.copyOf(jpeg, 500));
    TestImages.write(folder.resolve("1-text.png"), "text".getBytes(StandardCharsets.UTF_8));
    TestImages.write(folder.resolve("2-empty.gif"), new byte[0]);
    TestImages.write(folder.resolve("notes.txt"), new byte[0]);
    PackedImages made = TestImages.pack(folder, cache);
    PackedImages opened = TestImages.pack(folder, cache);
    for (PackedImages images : List.of(made, opened)) {
      assertThat(images.count()).isEqualTo(5);
      assertThat(images.ignored()).isEqualTo(1);
      assertThat(images.skipped())
          .extracting(SkippedFile::path)
          .containsExactly("0-cut.jpg", "1-text.png", "2-empty.gif");
      assertThat(images.skipped()).allMatch(file -> !file.reason().isBlank());
      for (int i = 0; i < 5; i++) {
        assertThat(floats(images, i, false)).isEqualTo(expected(i, false));
      }
    }
  }

  @Test
  void strictPackingNamesWhatCannotBeRead() throws IOException {
    TestImages.write(folder.resolve("bad.png"), new byte[] {1, 2, 3});
    DataOptions strict = AnyRecord.with(DataOptions.of(folder.toString()), "strict", true);
    assertThatThrownBy(() -> TestImages.pack(strict, SHAPE, cache))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "1 of 6 images of pictures cannot be used: bad.png: not an image of a known format");
    Files.delete(folder.resolve("bad.png"));
    assertThat(TestImages.pack(strict, SHAPE, cache).count()).isEqualTo(5);
  }

  @Test
  void filesThatVanishAreLeftOut() throws IOException {
    try (ImageSource source = ImageSource.open(folder.toString())) {
      Files.delete(folder.resolve("3.png"));
      PackedImages images = PackedImages.of(source, SHAPE, OPTIONS, packs(), (done, total) -> {});
      assertThat(images.skipped())
          .hasToString("[3.png: the file is gone: " + folder.resolve("3.png") + "]");
    }
  }

  @Test
  void aSetWithoutAnyReadableImageIsRefused() throws IOException {
    Path bad = temp.resolve("bad");
    for (int i = 0; i < 5; i++) {
      TestImages.write(bad.resolve(i + ".png"), new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> TestImages.pack(bad, cache))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "none of the 5 images of bad can be read: 0.png: not an image of a known format; "
                + "1.png: not an image of a known format; 2.png: not an image of a known format; "
                + "...");
    assertThat(list(cache)).isEmpty();
  }

  @Test
  void severalMayPackAtOnce() {
    List<CompletableFuture<PackedImages>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return TestImages.pack(folder, cache);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    for (CompletableFuture<PackedImages> one : all) {
      assertThat(floats(one.join(), 1, false)).isEqualTo(expected(1, false));
    }
  }

  @Test
  void largePacksAreMappedInChunks() throws IOException {
    TestImages.pack(folder, cache);
    Path pack = list(cache).get(0);
    String hash;
    try (var file = FileChannel.open(pack)) {
      hash = PackHeader.read(file).sourceHash();
    }
    // Two images to a chunk, and less than one.
    for (int bytes : new int[] {2 * SHAPE.size() + 5, 10}) {
      Pack images = Pack.open(pack, hash, bytes);
      for (int i = 0; i < 5; i++) {
        byte[] levels = new byte[SHAPE.size()];
        images.levels(i, levels);
        assertThat(Pixels.toFloat(levels[7])).isEqualTo(expected(i, false)[7]);
      }
    }
  }

  @Test
  void theShareOfEnlargedImagesIsKeptInTheCache() throws IOException {
    Path mixed = temp.resolve("mixed");
    TestImages.write(mixed.resolve("a.png"), TestImages.encode(TestImages.picture(5, 4, 1), "png"));
    TestImages.write(mixed.resolve("b.png"), TestImages.encode(TestImages.picture(6, 4, 1), "png"));
    TestImages.write(mixed.resolve("c.png"), TestImages.encode(TestImages.picture(6, 3, 1), "png"));
    TestImages.write(
        mixed.resolve("d.png"), TestImages.encode(TestImages.picture(60, 40, 1), "png"));
    for (int start = 0; start < 2; start++) {
      assertThat(TestImages.pack(mixed, cache).enlargedShare()).isEqualTo(0.5);
    }
  }

  @Test
  void theSizeOfThePackIsKnownBefore() throws IOException {
    TestImages.write(folder.resolve("torn.png"), new byte[] {1, 2, 3});
    long expected;
    try (ImageSource source = ImageSource.open(folder.toString())) {
      expected =
          PackedImages.fileBytes(SourceSurvey.of(source, OPTIONS, (done, total) -> {}), SHAPE);
    }
    TestImages.pack(folder, cache);
    assertThat(list(cache)).singleElement().satisfies(file -> assertThat(file).hasSize(expected));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void packsOfAnEarlierVersionAreMadeAnew() throws IOException {
    TestImages.pack(folder, cache);
    Path pack = list(cache).get(0);
    byte[] whole = Files.readAllBytes(pack);
    byte[] old = whole.clone();
    old[11] = (byte) (PackHeader.VERSION - 1);
    Files.write(pack, old);
    assertThat(floats(TestImages.pack(folder, cache), 4, false)).isEqualTo(expected(4, false));
    assertThat(pack).hasBinaryContent(whole);
  }

  @Test
  void imagesOutsideAreRefused() throws IOException {
    PackedImages images = TestImages.pack(folder, cache);
    assertThatThrownBy(() -> floats(images, 5, false))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private void refresh() throws IOException {
    try (ImageSource source = ImageSource.open(folder.toString())) {
      PackedImages.refresh(source, SHAPE, OPTIONS, packs());
    }
  }

  private PackCache packs() {
    return new PackCache(cache, PackCache.USUAL_BYTES);
  }

  private static float[] expected(int seed, boolean mirrored) {
    float[] expected = new float[SHAPE.size()];
    var picture = TestImages.picture(6, 4, seed);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 6; x++) {
          int argb = picture.getRGB(mirrored ? 5 - x : x, y);
          byte level = (byte) (argb >> (16 - 8 * c));
          expected[(c * 4 + y) * 6 + x] = Pixels.toFloat(level);
        }
      }
    }
    return expected;
  }

  private static float[] floats(PackedImages images, int index, boolean mirrored) {
    float[] floats = new float[3 + SHAPE.size()];
    images.floats(index, mirrored, floats, 3);
    return Arrays.copyOfRange(floats, 3, floats.length);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
