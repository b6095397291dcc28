package io.organza.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.organza.file.Links;
import io.organza.image.Fit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSourceTest {

  @TempDir Path temp;

  @Test
  void aFolderIsSearchedWithAllFoldersInIt() throws IOException {
    for (String path : List.of("b.PNG", "a/deep/er/c.png", "a/z.jpg", "a.gif", "e.bmp")) {
      TestImages.write(temp.resolve(path), new byte[0]);
    }
    assertThat(paths(temp))
        .containsExactlyInAnyOrder("a/deep/er/c.png", "a/z.jpg", "a.gif", "b.PNG", "e.bmp");
  }

  /** In each folder by name, capitals first; of a folder and a file, the name decides too. */
  @Test
  void theOrderIsTheSameOnEverySystem() throws IOException {
    for (String path :
        List.of("b.png", "C.png", "a/z.png", "a/B.png", "a.png", "a-b/x.png", "é.png", "z.png")) {
      TestImages.write(temp.resolve(path), new byte[0]);
    }
    assertThat(paths(temp))
        .containsExactly(
            "C.png", "a/B.png", "a/z.png", "a-b/x.png", "a.png", "b.png", "z.png", "é.png");
  }

  @Test
  void otherFilesAreCountedAndHiddenOnesAreNot() throws IOException {
    for (String path :
        List.of(
            "a.png",
            "notes.txt",
            "b.d/README",
            "c.TXT",
            ".hidden.png",
            ".git/x.png",
            "__MACOSX/a.png")) {
      TestImages.write(temp.resolve(path), new byte[0]);
    }
    try (ImageSource source = ImageSource.open(temp.toString())) {
      assertThat(source.count()).isEqualTo(1);
      assertThat(source.ignored()).isEqualTo(Map.of("txt", 2, "", 1));
    }
  }

  @Test
  void linksAreFollowedOnceAndNotInCircles() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    TestImages.write(outside.resolve("far.png"), new byte[0]);
    Path folder = Files.createDirectories(temp.resolve("folder/sub"));
    TestImages.write(folder.resolve("near.png"), new byte[0]);
    Links.make(temp.resolve("folder/link-1"), outside);
    Links.make(temp.resolve("folder/link-2"), outside);
    Links.make(folder.resolve("up"), temp.resolve("folder"));
    assertThat(paths(temp.resolve("folder"))).containsExactly("link-1/far.png", "sub/near.png");
  }

  @Test
  void whatIsNoFileIsLeftOutAndToldFor() throws IOException, InterruptedException {
    TestImages.write(temp.resolve("a.png"), TestImages.png(1));
    Links.make(temp.resolve("link.png"), temp.resolve("nowhere"));
    assumeTrue(shell("mkfifo pipe.png"));
    assumeTrue(shell("touch \"$(printf 'z\\377.png')\""));
    try (ImageSource source = ImageSource.open(temp.toString())) {
      SourceSurvey survey =
          SourceSurvey.of(source, DataOptions.of(temp.toString()), (done, total) -> {});
      assertThat(survey.images()).hasSize(1);
      assertThat(survey.skipped()).hasSize(3);
      assertThat(survey.skipped().get(0))
          .hasToString("link.png: is a link to what is not there, " + temp.resolve("nowhere"));
      assertThat(survey.skipped().get(1))
          .hasToString("pipe.png: is a pipe, a socket or a device, and no regular file");
      assertThat(survey.skipped().get(2).reason())
          .contains("its name has bytes that the encoding of the locale, ", ", cannot express");
    }
  }

  private boolean shell(String command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder("sh", "-c", command).directory(temp.toFile()).start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no shell.
    }
  }

  @Test
  void aZipIsReadInPlace() throws IOException {
    Path zip =
        TestImages.zip(
            temp.resolve("My Photos.zip"),
            Map.of(
                "in/b.png", TestImages.png(2),
                "./a.png", TestImages.png(1),
                "in/.DS_Store", new byte[1],
                "__MACOSX/in/b.png", new byte[1],
                "notes.txt", new byte[1]));
    try (ImageSource source = ImageSource.open(zip.toString())) {
      assertThat(source.name()).isEqualTo("my-photos");
      assertThat(source.count()).isEqualTo(2);
      assertThat(source.path(0)).isEqualTo("./a.png");
      assertThat(source.path(1)).isEqualTo("in/b.png");
      assertThat(source.ignored()).isEqualTo(Map.of("txt", 1));
      assertThat(source.picture(1, Fit.CROP, 4, 6).image().getRGB(5, 3))
          .isEqualTo(TestImages.picture(6, 4, 2).getRGB(5, 3));
    }
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(zip);
    }
  }

  @ParameterizedTest
  @CsvSource({"My Photos 2, my-photos-2", "--Été__2021--, ete-2021", "花, images", "a.b, a-b"})
  void aFolderGivesAShortName(String folder, String name) throws IOException {
    TestImages.write(temp.resolve(folder).resolve("a.png"), new byte[0]);
    try (ImageSource source = ImageSource.open(temp.resolve(folder).toString())) {
      assertThat(source.name()).isEqualTo(name);
    }
  }

  @Test
  void aFingerprintTellsChangesOfFiles() throws IOException {
    Path file = TestImages.write(temp.resolve("a.png"), TestImages.png(1));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    String before = fingerprint();
    assertThat(fingerprint()).isEqualTo(before);
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
    assertThat(fingerprint()).isNotEqualTo(before);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    TestImages.write(temp.resolve("b.png"), TestImages.png(1));
    assertThat(fingerprint()).isNotEqualTo(before);
  }

  @Test
  void aFingerprintOfAZipDoesNotChangeWithItsPlace() throws IOException {
    Map<String, byte[]> entries = Map.of("a.png", TestImages.png(1));
    Path one = TestImages.zip(temp.resolve("one.zip"), entries);
    Path other = TestImages.zip(temp.resolve("other.zip"), entries);
    Path changed = TestImages.zip(temp.resolve("c.zip"), Map.of("a.png", TestImages.png(2)));
    assertThat(fingerprint(one)).isEqualTo(fingerprint(other)).isNotEqualTo(fingerprint(changed));
  }

  /** Archives unpack to equal names, sizes and times. */
  @Test
  void aFingerprintOfAFolderChangesWithItsPlace() throws IOException {
    Path one = temp.resolve("one");
    Path other = Files.createDirectories(temp.resolve("other"));
    Path file = TestImages.write(one.resolve("a.png"), TestImages.png(1));
    Files.copy(file, other.resolve("a.png"), StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(fingerprint(one)).isNotEqualTo(fingerprint(other));
  }

  @Test
  void aZipMayNameItsFilesInAnyEncoding() throws IOException {
    Path zip = temp.resolve("latin.zip");
    try (ZipOutputStream out =
        new ZipOutputStream(Files.newOutputStream(zip), StandardCharsets.ISO_8859_1)) {
      out.putNextEntry(new ZipEntry("Gr\u00fcn.png"));
      out.write(TestImages.png(1));
    }
    try (ImageSource source = ImageSource.open(zip.toString())) {
      assertThat(source.picture(0, Fit.CROP, 4, 6).image().getWidth()).isEqualTo(6);
    }
  }

  @Test
  void missingPlacesAreNamed() {
    assertFails(temp.resolve("nowhere").toString(), "nowhere");
    assertFails("nul\0character", "nul\0character");
  }

  /** Packs and runs are called after it, with more behind; file systems allow 255 bytes. */
  @Test
  void theNameOfASourceIsNotTooLongForFiles() throws IOException {
    Path folder = temp.resolve("holiday pictures ".repeat(14).strip());
    TestImages.write(folder.resolve("a.png"), TestImages.png(0));
    try (ImageSource source = ImageSource.open(folder.toString())) {
      assertThat(source.name())
          .hasSizeLessThanOrEqualTo(60)
          .startsWith("holiday-pictures-holiday-");
    }
  }

  @Test
  void emptyPlacesAreNamed() throws IOException {
    assertFails(temp.toString(), temp + " has no files");
    TestImages.write(temp.resolve("a.txt"), new byte[0]);
    assertFails(temp.toString(), "no images in " + temp);
  }

  @Test
  void aFileThatIsNoZipIsNamed() throws IOException {
    Path file = TestImages.write(temp.resolve("a.zip"), "not a zip".getBytes(UTF_8));
    assertFails(file.toString(), file + " is neither a folder nor a zip or tar");
    Path zip = TestImages.zip(temp.resolve("b.zip"), Map.of("a.txt", new byte[1]));
    assertFails(zip.toString(), "no images in " + zip);
  }

  @Test
  void unknownBuiltInSetsAreNamedWithTheKnown() {
    assertFails("builtin:trees", "builtin:trees; there is builtin:flowers");
  }

  private static void assertFails(String location, String message) {
    assertThatThrownBy(() -> ImageSource.open(location).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  private String fingerprint() throws IOException {
    return fingerprint(temp);
  }

  private static String fingerprint(Path location) throws IOException {
    try (ImageSource source = ImageSource.open(location.toString())) {
      return source.fingerprint();
    }
  }

  private static List<String> paths(Path location) throws IOException {
    try (ImageSource source = ImageSource.open(location.toString())) {
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < source.count(); i++) {
        paths.add(source.path(i));
      }
      return paths;
    }
  }
}
