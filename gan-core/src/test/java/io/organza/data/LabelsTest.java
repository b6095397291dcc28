package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Files.writeString(csv, "file,label\n");
    assertThatThrownBy(() -> pack(csv.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gives no image of in a label");
  }

  @Test
  void flowersHaveSpecies() throws IOException {
    try (ImageSource flowers = ImageSource.open("builtin:flowers")) {
      Labels labels = Labels.of(flowers, DataOptions.FOLDERS);
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
    DataOptions options = AnyRecord.with(DataOptions.of(folder.toString()), "labels", labels);
    return TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));
  }

  private static int[] labels(PackedImages images) {
    return IntStream.range(0, images.count()).map(images::label).toArray();
  }
}
