package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.organza.image.ImageShape;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PackCacheTest {

  @TempDir Path temp;
  private Path folder;
  private Path cache;

  @BeforeEach
  void makeImages() throws IOException {
    folder = temp.resolve("in");
    cache = temp.resolve("cache");
    for (int i = 0; i < 5; i++) {
      TestImages.write(folder.resolve(i + ".png"), TestImages.png(i));
    }
  }

  @Test
  void packsAreListedLastUsedFirst() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    assertThat(packs.list()).isEmpty();
    pack(packs, 4);
    age(packs);
    pack(packs, 8);
    assertThat(packs.list())
        .extracting(PackCache.Entry::content)
        .containsExactly("5 images at 8x8x1", "5 images at 4x4x1");
    PackCache.Entry entry = packs.list().get(1);
    assertThat(entry.bytes()).isEqualTo(Files.size(entry.file())).isGreaterThan(5 * 16);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void theLeastRecentlyUsedGoesFirstAndNothingElse() throws IOException {
    Path note = TestImages.write(cache.resolve("note.pack"), new byte[100_000]);
    Path picture = TestImages.write(cache.resolve("picture.png"), new byte[100_000]);
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    pack(packs, 4);
    age(packs);
    pack(packs, 8);
    age(packs);
    pack(packs, 4);
    age(packs);
    // Each takes 188 bytes and five images: the new one and that of side 4 fit, which was used
    // last.
    pack(new PackCache(cache, 900), 9);
    assertThat(packs.list())
        .extracting(PackCache.Entry::content)
        .containsExactly("5 images at 9x9x1", "5 images at 4x4x1");
    // The one in use stays, whatever its size.
    pack(new PackCache(cache, 0), 10);
    assertThat(packs.list())
        .extracting(PackCache.Entry::content)
        .containsExactly("5 images at 10x10x1");
    assertThat(note).exists();
    assertThat(picture).exists();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void clearingTakesPacksAndWhatCrashesLeft() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    assertThat(packs.clear()).isZero();
    pack(packs, 4);
    Path part = TestImages.write(cache.resolve(".a.pack.1.partial"), new byte[10]);
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path written = TestImages.write(cache.resolve(".a.pack.2.partial"), new byte[10]);
    Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(60)));
    Path other = TestImages.write(cache.resolve("other.txt"), new byte[10]);
    long bytes = packs.list().get(0).bytes();
    assertThat(packs.clear()).isEqualTo(bytes);
    assertThat(packs.list()).isEmpty();
    assertThat(part).doesNotExist();
    assertThat(written).as("another process may be writing it").exists();
    assertThat(other).exists();
  }

  @Test
  void whatACrashLeftIsNeverTakenForAPackAndGoesAfterADay() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    Path fresh = TestImages.write(cache.resolve(".a.pack.1.partial"), new byte[10]);
    Path old = TestImages.write(cache.resolve(".a.pack.2.partial"), new byte[10]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertThat(packs.list()).isEmpty();
    pack(packs, 4);
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void packsOfAnotherVersionCountAndGo() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    pack(packs, 4);
    Path old = packs.list().get(0).file();
    byte[] bytes = Files.readAllBytes(old);
    bytes[11]--; // The version's last byte.
    Files.write(old, bytes);
    assertThat(packs.list())
        .containsExactly(
            new PackCache.Entry(
                old,
                "images of another version",
                bytes.length,
                Files.getLastModifiedTime(old).toInstant()));
    age(packs);
    pack(new PackCache(cache, 300), 8);
    assertThat(old).doesNotExist();

    Files.write(old, bytes);
    Path note = TestImages.write(cache.resolve("note.pack"), new byte[1000]);
    assertThat(packs.clear()).isGreaterThan(bytes.length);
    assertThat(old).doesNotExist();
    assertThat(note).exists();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void damagedPacksCountAndGo() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    pack(packs, 4);
    Path damaged = packs.list().get(0).file();
    byte[] whole = Files.readAllBytes(damaged);
    byte[] wrong = whole.clone();
    wrong[0]++;
    for (byte[] bytes : new byte[][] {new byte[0], Arrays.copyOf(whole, 150), wrong}) {
      Files.write(damaged, bytes);
      age(damaged);
      assertThat(packs.list())
          .extracting(PackCache.Entry::content, PackCache.Entry::bytes)
          .containsExactly(tuple("damaged images", (long) bytes.length));
      pack(new PackCache(cache, 0), 8);
      assertThat(damaged).doesNotExist();
      Files.write(damaged, bytes);
      assertThat(packs.clear()).isGreaterThanOrEqualTo(bytes.length);
      assertThat(damaged).doesNotExist();
    }
  }

  @Test
  void numbersForScoresCountAndGoWithThePacks() throws IOException {
    Path old =
        TestImages.write(cache.resolve("scores/" + "a".repeat(32) + ".scores"), new byte[700]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path part = TestImages.write(cache.resolve("scores/.a.scores.1.partial"), new byte[10]);
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path note = TestImages.write(cache.resolve("scores/notes.txt"), new byte[700]);
    Path another = TestImages.write(cache.resolve("scores/chess.scores"), new byte[700]);
    pack(new PackCache(cache, 2000), 4);
    assertThat(new PackCache(cache, 2000).list())
        .extracting(PackCache.Entry::content)
        .containsExactly("5 images at 4x4x1", "numbers for scores");
    assertThat(part).doesNotExist();
    pack(new PackCache(cache, 700), 4);
    assertThat(old).doesNotExist();
    Path recent =
        TestImages.write(cache.resolve("scores/" + "b".repeat(32) + ".scores"), new byte[50]);
    assertThat(new PackCache(cache, 700).clear()).isGreaterThan(50);
    assertThat(recent).doesNotExist();
    assertThat(note).exists();
    assertThat(another).exists();
  }

  @Test
  void everythingThatDecidesTheLevelsMakesAnotherPack() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    DataOptions usual = DataOptions.of(folder.toString());
    String json = RecordJson.write(usual);
    String[][] changes = {
      {"\"crop\"", "\"pad\""}, {"\"green\": 255", "\"green\": 0"}, {"100000000", "24"}
    };
    pack(packs, usual);
    for (String[] change : changes) {
      String changed = json.replace(change[0], change[1]);
      assertThat(changed).isNotEqualTo(json);
      pack(packs, RecordJson.read(changed, DataOptions.class));
    }
    assertThat(packs.list()).hasSize(4);
    // Showing images mirrored, balanced or strictly does not change them.
    pack(
        packs,
        RecordJson.read(json.replace("\"mirror\": false", "\"mirror\": true"), DataOptions.class));
    assertThat(packs.list()).hasSize(4);
  }

  /** In Persian, {@code "%d".formatted(12)} is in other digits than 12. */
  @Test
  void theLanguageOfTheMachineMakesNoOther() throws IOException {
    PackCache packs = new PackCache(cache, Long.MAX_VALUE);
    pack(packs, 4);
    Locale usual = Locale.getDefault(Locale.Category.FORMAT);
    try {
      Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("fa"));
      pack(packs, 4);
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, usual);
    }
    assertThat(packs.list()).hasSize(1);
  }

  private void pack(PackCache packs, int side) throws IOException {
    try (ImageSource source = ImageSource.open(folder.toString())) {
      ImageShape shape = new ImageShape(1, side, side);
      DataOptions options = DataOptions.of(folder.toString());
      PackedImages.of(source, shape, options, packs, (done, total) -> {});
    }
  }

  private static void pack(PackCache packs, DataOptions options) throws IOException {
    try (ImageSource source = ImageSource.open(options)) {
      PackedImages.of(source, new ImageShape(3, 4, 6), options, packs, (done, total) -> {});
    }
  }

  /** Lets an hour pass since all packs were used. */
  private static void age(PackCache packs) throws IOException {
    for (PackCache.Entry entry : packs.list()) {
      age(entry.file());
    }
  }

  private static void age(Path file) throws IOException {
    Instant earlier = Files.getLastModifiedTime(file).toInstant().minus(Duration.ofHours(1));
    Files.setLastModifiedTime(file, FileTime.from(earlier));
  }
}
