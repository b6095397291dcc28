package io.organza.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.organza.image.Fit;
import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and lists: what lies in them is what a folder would show. */
class SourcesTest {

  private static final ImageShape SHAPE = new ImageShape(3, 4, 6);

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"My Photos.tar", "My Photos.tar.gz", "My Photos.tgz"})
  void aTarIsReadInPlace(String name) throws IOException {
    Path tar = temp.resolve(name);
    String nested = "d\u00e9j\u00e0/" + "long/".repeat(40) + "\u82b1.png";
    try (TarArchiveOutputStream out = tar(tar)) {
      put(out, "b/two.png", TestImages.png(2));
      put(out, nested, TestImages.png(3));
      put(out, "./a.png", TestImages.png(9));
      put(out, "./a.png", TestImages.png(1));
      put(out, "../../escape.png", TestImages.png(4));
      put(out, "b/._two.png", new byte[9]);
      put(out, "notes.txt", new byte[3]);
      TarArchiveEntry link = new TarArchiveEntry("link.png", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }
    try (ImageSource source = ImageSource.open(tar.toString())) {
      assertThat(source.name()).isEqualTo("my-photos");
      assertThat(source.ignored()).isEqualTo(Map.of("txt", 1));
      Map<String, Integer> seeds = new TreeMap<>();
      for (int i = 0; i < source.count(); i++) {
        seeds.put(source.path(i), seed(source, i));
      }
      assertThat(seeds)
          .isEqualTo(Map.of("../../escape.png", 4, "./a.png", 1, "b/two.png", 2, nested, 3));
    }
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(tar);
    }
  }

  /** As unpacked images, or archived ones, they are the same set. */
  @Test
  void anArchiveHasTheOrderOfTheFolder() throws IOException {
    List<String> paths =
        List.of(
            "cat/1.png",
            "cat/old/2.png",
            "cat-big/1.png",
            "cat.png",
            "\uFF21.png",
            "\uD83D\uDC31.png");
    Path tar = temp.resolve("pets.tar");
    Path zip = temp.resolve("pets.zip");
    try (TarArchiveOutputStream out = tar(tar)) {
      for (int i = paths.size() - 1; i >= 0; i--) {
        put(out, paths.get(i), TestImages.png(i));
      }
    }
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      files.put(paths.get(i), TestImages.png(i));
    }
    TestImages.zip(zip, files);
    for (Path archive : List.of(tar, zip)) {
      try (ImageSource source = ImageSource.open(archive.toString())) {
        assertThat(IntStream.range(0, source.count()).mapToObj(source::path))
            .as(archive.toString())
            .containsExactlyElementsOf(paths);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tar.gz"})
  void anInterruptOfOneReadOfATarEndsNoOther(String name) throws Exception {
    Path tar = temp.resolve(name);
    try (TarArchiveOutputStream out = tar(tar)) {
      put(out, "a.png", TestImages.png(1));
      put(out, "b.png", TestImages.png(2));
    }
    try (ImageSource source = ImageSource.open(tar.toString())) {
      Thread interrupted =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                try {
                  source.picture(0, Fit.CROP, SHAPE.height(), SHAPE.width());
                } catch (IOException e) {
                  // It may be heeded.
                }
              });
      interrupted.start();
      interrupted.join();
      assertThat(seed(source, 0)).isEqualTo(1);
      assertThat(seed(source, 1)).isEqualTo(2);
    }
  }

  @Test
  void aDamagedTarIsNamed() throws IOException {
    Path tar = temp.resolve("a.tar.gz");
    try (TarArchiveOutputStream out = tar(tar)) {
      put(out, "a.png", TestImages.png(1));
    }
    byte[] whole = Files.readAllBytes(tar);
    Files.write(tar, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ImageSource.open(tar.toString()).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(tar.toString());
  }

  @Test
  void aTarThatCannotBeUnpackedIsNotLeftOpen() throws IOException {
    Path open = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(open), "this system does not tell what is open");
    Path tar = Files.write(temp.resolve("a.tgz"), new byte[] {0x1F, (byte) 0x8B, 0, 0, 0, 0, 0});
    assertThatThrownBy(() -> ImageSource.open(tar.toString()).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(tar + " cannot be unpacked");
    try (Stream<Path> files = Files.list(open)) {
      assertThat(files.filter(file -> leadsTo(file, tar))).isEmpty();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file.toRealPath());
    } catch (IOException e) {
      // It was closed meanwhile.
      return false;
    }
  }

  @Test
  void aZipEntryThatLiesAboutItsSizeIsLeftOut() throws IOException {
    Path zip = TestImages.zip(temp.resolve("a.zip"), Map.of("a.png", TestImages.png(1)));
    byte[] bytes = Files.readAllBytes(zip);
    // The size that the list at the end gives: 24 bytes after its signature.
    String text = new String(bytes, ISO_8859_1);
    bytes[text.indexOf("PK\1\2") + 24]--;
    Files.write(zip, bytes);
    try (ImageSource source = ImageSource.open(zip.toString())) {
      assertThatThrownBy(() -> source.picture(0, Fit.CROP, 4, 6)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aZipEntryOfAWrongChecksumIsLeftOut(boolean stored) throws IOException {
    Path zip = temp.resolve("a.zip");
    Map<String, byte[]> entries = new TreeMap<>();
    for (int seed = 1; seed <= 3; seed++) {
      // Has no checksum of its own: it is an image whatever its last bytes are.
      entries.put(seed + ".bmp", TestImages.encode(TestImages.picture(6, 4, seed), "bmp"));
    }
    if (stored) {
      store(zip, entries);
      damage(zip, new String(entries.get("2.bmp"), ISO_8859_1), 60);
    } else {
      TestImages.zip(zip, entries);
      // The checksum that the list at the end gives: 30 bytes before the name.
      damage(zip, "2.bmp", -30);
    }
    DataOptions options = DataOptions.of(zip.toString());
    PackedImages images = TestImages.pack(options, SHAPE, temp.resolve("cache"));
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.skipped())
        .hasToString("[2.bmp: the checksum is wrong: the entry is damaged]");
    try (ImageSource source = ImageSource.open(zip.toString())) {
      assertThatThrownBy(() -> source.look(1, false)).hasMessageContaining("the checksum is wrong");
    }
    DataOptions strict = AnyRecord.with(options, "strict", true);
    assertThatThrownBy(() -> TestImages.pack(strict, SHAPE, temp.resolve("cache")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 of 3 images of a cannot be used: 2.bmp: the checksum is wrong");
  }

  @Test
  void aCompressedTarOfAWrongChecksumIsNamed() throws IOException {
    Path tar = temp.resolve("a.tar.gz");
    try (TarArchiveOutputStream out = tar(tar)) {
      put(out, "a.png", TestImages.png(1));
    }
    byte[] bytes = Files.readAllBytes(tar);
    // The checksum is the first half of the last eight bytes.
    bytes[bytes.length - 8]++;
    Files.write(tar, bytes);
    assertThatThrownBy(() -> ImageSource.open(tar.toString()).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(tar + " cannot be unpacked");
  }

  @Test
  void aZipMayHaveBackslashesForSlashes() throws IOException {
    Path windows = temp.resolve("windows.zip");
    zip(windows, UTF_8, "cat\\", "cat\\old\\b.png", "cat\\2.png", "d\u00e9j\u00e0\\a.png");
    Path usual = temp.resolve("usual.zip");
    zip(usual, UTF_8, "cat/", "cat/old/b.png", "cat/2.png", "d\u00e9j\u00e0/a.png");
    Path hidden = temp.resolve("hidden.zip");
    zip(hidden, UTF_8, "in\\a.png", "__MACOSX\\in\\a.png", "in\\.b.png", ".c\\d.png", "e\\f.txt");
    try (ImageSource source = ImageSource.open(windows.toString())) {
      assertThat(source.ignored()).isEmpty();
      assertThat(folders(source))
          .containsExactly(
              "cat/2.png: cat", "cat/old/b.png: cat old", "d\u00e9j\u00e0/a.png: d\u00e9j\u00e0");
      assertThat(seed(source, 0)).isEqualTo(2);
      assertThat(seed(source, 1)).isEqualTo(1);
    }
    assertThat(contentHash(windows)).isEqualTo(contentHash(usual));
    try (ImageSource source = ImageSource.open(hidden.toString())) {
      assertThat(folders(source)).containsExactly("in/a.png: in");
      assertThat(source.ignored()).isEqualTo(Map.of("txt", 1));
    }
  }

  /** Other systems have backslashes in names, and old Japanese names in the halves of letters. */
  @Test
  void aBackslashMayBePartOfAName() throws IOException {
    Path mixed = temp.resolve("mixed.zip");
    zip(mixed, UTF_8, "a\\b.png", "c/d.png");
    try (ImageSource source = ImageSource.open(mixed.toString())) {
      assertThat(folders(source)).containsExactly("a\\b.png: ", "c/d.png: c");
      assertThat(seed(source, 1)).isEqualTo(2);
    }
    Path japanese = temp.resolve("japanese.zip");
    // U+8868, table, is 95 5C in Shift JIS.
    zip(japanese, ISO_8859_1, "\u0095\\.png", "a\u0095\\b.png");
    try (ImageSource source = ImageSource.open(japanese.toString())) {
      assertThat(folders(source)).containsExactly("a\u0095\\b.png: ", "\u0095\\.png: ");
    }
    Path german = temp.resolve("german.zip");
    zip(german, ISO_8859_1, "h\u00fcbsch\\a.png");
    try (ImageSource source = ImageSource.open(german.toString())) {
      assertThat(folders(source)).containsExactly("h\u00fcbsch/a.png: h\u00fcbsch");
      assertThat(seed(source, 0)).isEqualTo(1);
    }
  }

  @Test
  void whereAPathLeadsIsNoClass() throws IOException {
    Path zip = temp.resolve("a.zip");
    zip(zip, UTF_8, "../../evil.png", "../cat/a.png", "./cat/b.png", "//cat/c.png", "/abs.png");
    try (ImageSource source = ImageSource.open(zip.toString())) {
      assertThat(folders(source))
          .containsExactly(
              "//cat/c.png: cat",
              "/abs.png: ",
              "./cat/b.png: cat",
              "../../evil.png: ",
              "../cat/a.png: cat");
    }
  }

  @Test
  void severalSourcesAreOneInTheirOrder() throws IOException {
    Path folder = temp.resolve("cats");
    TestImages.write(folder.resolve("black/a.png"), TestImages.png(1));
    TestImages.write(folder.resolve("b.png"), TestImages.png(2));
    Path zip = TestImages.zip(temp.resolve("dogs.zip"), Map.of("a.png", TestImages.png(3)));
    String both = folder + ", " + zip + "," + folder;
    try (ImageSource source = ImageSource.open(both)) {
      assertThat(source.name()).isEqualTo("cats-dogs-cats");
      assertThat(source.count()).isEqualTo(5);
      assertThat(source.path(0)).isEqualTo("cats/b.png");
      assertThat(source.path(1)).isEqualTo("cats/black/a.png");
      assertThat(source.path(2)).isEqualTo("dogs/a.png");
      assertThat(source.path(4)).isEqualTo("cats-2/black/a.png");
      assertThat(source.folders(0)).isEmpty();
      assertThat(source.place(0)).contains("cats");
      assertThat(source.folders(1)).containsExactly("black");
      assertThat(source.place(2)).contains("dogs");
      assertThat(seed(source, 2)).isEqualTo(3);
      assertThat(seed(source, 4)).isEqualTo(1);
      assertThat(Objects.requireNonNull(source.look(2, false).stored()).size())
          .isEqualTo(new SourceSurvey.Size(6, 4));
    }
    try (ImageSource alone = ImageSource.open(zip.toString())) {
      assertThat(alone.folders(0)).isEmpty();
      assertThat(alone.place(0)).isEmpty();
    }
  }

  @Test
  void aFolderMayHaveACommaInItsName() throws IOException {
    Path folder = temp.resolve("cats, dogs");
    TestImages.write(folder.resolve("a.png"), TestImages.png(1));
    try (ImageSource source = ImageSource.open(folder.toString())) {
      assertThat(source.path(0)).isEqualTo("a.png");
    }
  }

  /** Absolute paths of {@code a,b} in such a folder, as a run's configuration has them. */
  @Test
  void severalMayLieInAFolderWithACommaInItsName() throws IOException {
    Path cats = temp.resolve("2024, June/cats");
    Path dogs = temp.resolve("2024, June/dogs, mostly");
    TestImages.write(cats.resolve("a.png"), TestImages.png(1));
    TestImages.write(dogs.resolve("b.png"), TestImages.png(2));
    try (ImageSource source = ImageSource.open(cats + "," + dogs + ",builtin:flowers")) {
      assertThat(source.path(0)).isEqualTo("cats/a.png");
      assertThat(source.path(1)).isEqualTo("dogs-mostly/b.png");
      assertThat(source.path(2)).startsWith("flowers/");
    }
  }

  @Test
  void aMissingOneOfSeveralIsNamed() throws IOException {
    Path folder = temp.resolve("cats");
    TestImages.write(folder.resolve("a.png"), TestImages.png(1));
    assertThatThrownBy(() -> ImageSource.open(folder + "," + temp.resolve("dogs")).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such folder, zip or tar: " + temp.resolve("dogs"));
    assertThatThrownBy(() -> ImageSource.open(",,").close()).isInstanceOf(DataException.class);
  }

  @Test
  void aFileThatChangesAfterItWasListedIsLeftOut() throws IOException {
    Path file = TestImages.write(temp.resolve("in/a.png"), TestImages.png(1));
    try (ImageSource source = ImageSource.open(temp.resolve("in").toString())) {
      Files.write(file, TestImages.encode(TestImages.picture(20, 20, 2), "png"));
      assertThatThrownBy(() -> source.picture(0, Fit.CROP, 4, 6))
          .isInstanceOf(IOException.class)
          .hasMessage("the file changes while it is read");
    }
  }

  private static void store(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> image : entries.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(image.getValue());
        ZipEntry entry = new ZipEntry(image.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(image.getValue().length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(image.getValue());
      }
    }
  }

  /** Changes a byte that lies so far after the start of the last such text. */
  private static void damage(Path file, String text, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[new String(bytes, ISO_8859_1).lastIndexOf(text) + offset] ^= 1;
    Files.write(file, bytes);
  }

  /** Writes images whose seeds are 1, 2 and so on. */
  private static void zip(Path file, Charset charset, String... names) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), charset)) {
      int seed = 0;
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        if (name.contains(".")) {
          zip.write(TestImages.png(++seed));
        }
      }
    }
  }

  private static List<String> folders(ImageSource source) {
    return IntStream.range(0, source.count())
        .mapToObj(i -> source.path(i) + ": " + String.join(" ", source.folders(i)))
        .toList();
  }

  private String contentHash(Path location) throws IOException {
    DataOptions options = AnyRecord.with(DataOptions.of(location.toString()), "labels", "folders");
    return TestImages.pack(options, SHAPE, temp.resolve("cache")).contentHash();
  }

  private static int seed(ImageSource source, int index) throws IOException {
    int red = source.picture(index, Fit.CROP, 4, 6).image().getRGB(0, 0) >> 16 & 0xFF;
    return red / 40;
  }

  private static TarArchiveOutputStream tar(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    if (!file.toString().endsWith(".tar")) {
      out = new GZIPOutputStream(out);
    }
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return tar;
  }

  private static void put(TarArchiveOutputStream out, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }
}
