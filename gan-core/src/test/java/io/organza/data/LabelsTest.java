package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeImages() throws IOException {
    folder = temp.resolve("in");
    TestImages.write(folder.resolve("b/0.png"), TestImages.png(0));
    for (int i = 1; i < 6; i++) {
      TestImages.write(folder.resolve("a/deep/" + i + ".png"), TestImages.png(i));
    }
    TestImages.write(folder.resolve("loose.png"), TestImages.png(6));
  }

  @Test
  void foldersAreClasses() throws IOException {
    PackedImages images = pack("folders");
    assertThat(images.classes()).containsExactly("a", "b");
    assertThat(labels(images)).containsExactly(0, 0, 0, 0, 0, 1);
    assertThat(images.skipped()).hasToString("[loose.png: it has no label]");
  }

  @Test
  void foldersThatAllImagesHaveInCommonAreNoClasses() throws IOException {
    Files.createDirectories(temp.resolve("all/of it"));
    Files.move(folder, temp.resolve("all/of it/in"));
    folder = temp.resolve("all");
    PackedImages images = pack("folders");
    assertThat(images.classes()).containsExactly("a", "b");
    assertThat(labels(images)).containsExactly(0, 0, 0, 0, 0, 1);
    assertThat(images.skipped()).hasToString("[of it/in/loose.png: it has no label]");
  }

  @Test
  void aZipOfOneFolderHasTheClassesOfTheFolder() throws IOException {
    Path zip =
        TestImages.zip(
            temp.resolve("pets.zip"),
            Map.of(
                "pets/cats/1.png", TestImages.png(1),
                "pets/dogs/old/2.png", TestImages.png(2),
                "__MACOSX/pets/cats/1.png", TestImages.png(3),
                "notes.txt", new byte[1]));
    assertThat(classes(zip.toString())).containsExactly("cats", "dogs");
  }

  /** Where nothing is left of the folders, an image is of the class that is its source's name. */
  @Test
  void whatIsCommonIsCommonToAllSources() throws IOException {
    Map<String, byte[]> cats = Map.of("pets/cats/1.png", TestImages.png(1));
    Map<String, byte[]> dogs = Map.of("pets/dogs/2.png", TestImages.png(2));
    Map<String, byte[]> loose = Map.of("pets/3.png", TestImages.png(3));
    Path one = TestImages.zip(temp.resolve("one.zip"), cats);
    Path two = TestImages.zip(temp.resolve("two.zip"), dogs);
    Path three = TestImages.zip(temp.resolve("three.zip"), loose);
    assertThat(classes(one + "," + two)).containsExactly("cats", "dogs");
    assertThat(classes(one + "," + three)).containsExactly("cats", "three");
    assertThat(classes(one + "," + one)).containsExactly("one", "one-2");
  }

  @ParameterizedTest
  @CsvSource({
    "pets/1.png pets/2.png, 'folders gives none'",
    "1.png 2.png, 'folders gives none'",
    "pets/cats/1.png pets/2.png, 'folders gives only one, cats'",
    "pets/cats/1.png pets/dogs/2.png 3.png, 'folders gives only one, pets'",
  })
  void oneClassIsRefused(String paths, String what) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String path : paths.split(" ", -1)) {
      files.put(path, TestImages.png(files.size()));
    }
    Path zip = TestImages.zip(temp.resolve("pets.zip"), files);
    assertThatThrownBy(() -> classes(zip.toString()))
        .isInstanceOf(LabelsException.class)
        .hasMessage("labels: must give images of %s at least two classes; ".formatted(zip) + what);
  }

  @Test
  void aTableOfOneClassIsRefused() throws IOException {
    Path csv = temp.resolve("labels.csv");
    Files.writeString(csv, "loose.png,rose\nnowhere.png,tulip\n");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(LabelsException.class)
        .hasMessage(
            "labels: must give images of %s at least two classes; %s gives only one, rose"
                .formatted(folder, csv));
  }

  /** Runs began with one class, or with folders that all images have in common, before. */
  @Test
  void aRunKeepsTheClassesThatItBeganWith() throws IOException {
    DataOptions begun = DataOptions.of(temp.toString());
    begun = AnyRecord.with(begun, "labels", "folders");
    begun = AnyRecord.with(begun, "classNames", List.of("in"));
    assertThat(pack(begun).classes()).containsExactly("in");
    Path csv = temp.resolve("labels.csv");
    Files.writeString(csv, "in/loose.png,rose\n");
    begun = AnyRecord.with(begun, "labels", csv.toString());
    DataOptions other = begun;
    assertThatThrownBy(() -> pack(other)).isInstanceOf(LabelsException.class);
    assertThat(pack(AnyRecord.with(begun, "classNames", List.of("rose"))).classes())
        .containsExactly("rose");
  }

  @Test
  void aTableGivesLabels() throws IOException {
    Path csv = temp.resolve("labels.csv");
    Files.writeString(
        csv,
        """
        \uFEFFloose.png,"rose, red",more
        ./a/deep/1.png,tulip
        a\\deep\\2.png, tulip

        nowhere.png,oak
        b/0.png,
        """);
    PackedImages images = pack(csv.toString());
    assertThat(images.classes()).containsExactly("rose, red", "tulip");
    assertThat(labels(images)).containsExactly(1, 1, 0);
    assertThat(images.skipped()).hasSize(4);
  }

  /** Programs of macOS write a letter and its accent one by one. */
  @Test
  void aTableNamesAccentsAsAnyProgramWritesThem() throws IOException {
    TestImages.write(folder.resolve("Zoe\u0308.png"), TestImages.png(7));
    Path csv = temp.resolve("labels.csv");
    Files.writeString(csv, "Zo\u00eb.png,cat\nloose.png,dog\n");
    assertThat(pack(csv.toString()).classes()).containsExactly("cat", "dog");
  }

  @Test
  void aTableOfOtherPathsIsToldFromAnEmptyOne() throws IOException {
    Path csv = temp.resolve("labels.csv");
    Files.writeString(csv, "file,label\nimages/loose.png,rose\n");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(LabelsException.class)
        .hasMessageEndingWith(
            csv
                + " gives none: its paths are like images/loose.png,"
                + " those of images like a/deep/1.png");
    Files.writeString(csv, "");
    assertThatThrownBy(() -> pack(csv.toString())).hasMessageEndingWith(csv + " gives none");
  }

  @Test
  void withoutLabelsThereAreNoClasses() throws IOException {
    PackedImages images = pack("none");
    assertThat(images.classes()).isEmpty();
    assertThat(labels(images)).hasSize(7).containsOnly(-1);
  }

  @Test
  void labelsArePartOfTheContentButNotOfThePack() throws IOException {
    String plain = pack("none").contentHash();
    String labelled = pack("folders").contentHash();
    assertThat(labelled).isNotEqualTo(plain).isEqualTo(pack("folders").contentHash());
    try (var packs = Files.list(temp.resolve("cache"))) {
      assertThat(packs).hasSize(1);
    }
  }

  @Test
  void labelsThatCannotBeReadAreNamed() throws IOException {
    Path csv = temp.resolve("labels.csv");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage("labels: no such file: " + csv);
    Files.writeString(csv, "loose.png\n");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no label for loose.png");
    Files.writeString(csv, "loose.png;rose\n");
    assertThatThrownBy(() -> pack(csv.toString())).hasMessageContaining("commas");
    Files.writeString(csv, "loose.png,rose\n./loose.png,rose\nloose.png,tulip\n");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(csv + ": two labels for loose.png, rose and tulip");
    Files.write(csv, new byte[] {'a', ',', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> pack(csv.toString())).hasMessageContaining("not UTF-8");
    byte[] late = "loose.png,rose\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
    late[late.length - 2] = (byte) 0xE9;
    Files.write(csv, late);
    assertThatThrownBy(() -> pack(csv.toString())).hasMessageContaining("not UTF-8");
    Files.writeString(csv, "file,label\n");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(LabelsException.class)
        .hasMessageContaining(csv + " gives none");
  }

  @Test
  void flowersHaveSpecies() throws IOException {
    try (ImageSource flowers = ImageSource.open("builtin:flowers")) {
      Labels labels =
          Labels.of(
              flowers, AnyRecord.with(DataOptions.of("builtin:flowers"), "labels", "folders"));
      assertThat(labels.classes()).hasSize(Species.values().length);
      assertThat(labels.of(0)).isEqualTo(labels.of(6)).isNotEqualTo(labels.of(1));
    }
  }

  @Test
  void batchesTellTheLabelsOfTheirImages() throws IOException {
    PackedImages images = pack("folders");
    for (boolean balance : new boolean[] {false, true}) {
      try (RealBatches batches = new RealBatches(images, 4, false, balance, 3)) {
        for (long step : new long[] {0, 1, 2, 50, 7}) {
          float[] batch = batches.batch(step);
          int[] labels = batches.labels(step);
          for (int i = 0; i < 4; i++) {
            // The only image of class b is black at the corner.
            assertThat(labels[i]).isEqualTo(batch[i * 72] == -1 ? 1 : 0);
          }
        }
      }
    }
  }

  @Test
  void balancedClassesAreShownEquallyOften() throws IOException {
    PackedImages images = pack("folders");
    List<Integer> shown = new ArrayList<>();
    int[] times = new int[images.count()];
    ClassOrder order = new ClassOrder(ClassOrder.members(images), 5);
    for (long place = 0; place < 600; place++) {
      int image = order.image(place);
      shown.add(image);
      times[image]++;
    }
    // Image 5 is the one of class b; the five of class a share the other half.
    assertThat(times).containsExactly(60, 60, 60, 60, 60, 300);
    ClassOrder again = new ClassOrder(ClassOrder.members(images), 5);
    for (long place = 599; place >= 0; place -= 7) {
      assertThat(again.image(place)).isEqualTo(shown.get((int) place));
    }
    List<Integer> other =
        IntStream.range(0, 600)
            .map(new ClassOrder(ClassOrder.members(images), 6)::image)
            .boxed()
            .toList();
    assertThat(other).isNotEqualTo(shown);
  }

  @Test
  void imagesWithoutLabelsCannotBeBalanced() throws IOException {
    PackedImages images = pack("none");
    assertThatThrownBy(() -> new RealBatches(images, 4, false, true, 3).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without labels");
    DataOptions options = AnyRecord.with(DataOptions.of("x"), "balance", true);
    assertThat(options.problems())
        .containsExactly("balance: must be used with labels, got labels: none");
  }

  private PackedImages pack(String labels) throws IOException {
    return pack(AnyRecord.with(DataOptions.of(folder.toString()), "labels", labels));
  }

  private List<String> classes(String source) throws IOException {
    return pack(AnyRecord.with(DataOptions.of(source), "labels", "folders")).classes();
  }

  private PackedImages pack(DataOptions options) throws IOException {
    return TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));
  }

  private static int[] labels(PackedImages images) {
    return IntStream.range(0, images.count()).map(images::label).toArray();
  }
}
