package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldoutTest {

  @TempDir Path temp;

  @Test
  void theHeldOutImagesAreTheSameAfterAddingFiles() throws IOException {
    make(0, 150, "in/");
    Set<String> before = heldOut(new ImageShape(3, 4, 6));
    make(150, 300, "in/first/");
    Set<String> after = heldOut(new ImageShape(1, 8, 8));
    assertThat(after).hasSizeGreaterThan(before.size()).containsAll(before);
    Set<String> added = new HashSet<>(after);
    added.removeAll(before);
    assertThat(added).allMatch(path -> path.startsWith("first/"));
  }

  @Test
  void aboutTheShareIsHeldOutAndNothingIsOnBothSides() throws IOException {
    make(0, 300, "in/");
    PackedImages all = pack(new ImageShape(1, 4, 4));
    PackedImages kept = all.withoutHoldout(20, 0);
    PackedImages held = all.holdout(20, 0);
    // 300 draws of 0.2: 60, and five standard deviations of 7.
    assertThat(held.count()).isBetween(25, 95);
    assertThat(kept.count() + held.count()).isEqualTo(300);
    Set<Integer> indices = new HashSet<>();
    for (int i = 0; i < kept.count(); i++) {
      indices.add(kept.sourceIndex(i));
    }
    for (int i = 0; i < held.count(); i++) {
      assertThat(indices.add(held.sourceIndex(i))).isTrue();
    }
    assertThat(kept.contentHash()).isNotEqualTo(all.contentHash());
    assertThat(held.contentHash()).isNotEqualTo(kept.contentHash());
    assertThat(all.withoutHoldout(0, 0)).isSameAs(all);
    float[] one = new float[16];
    float[] other = new float[16];
    kept.floats(3, false, one, 0);
    all.floats(kept.sourceIndex(3), false, other, 0);
    assertThat(one).isEqualTo(other);
  }

  @Test
  void eachImageIsHeldOutByOneOfTheFolds() throws IOException {
    make(0, 90, "in/");
    PackedImages all = pack(new ImageShape(1, 4, 4));
    Set<Integer> indices = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (int fold = 0; fold < 3; fold++) {
      PackedImages held = all.holdout(100.0 / 3, fold);
      PackedImages kept = all.withoutHoldout(100.0 / 3, fold);
      assertThat(held.count() + kept.count()).isEqualTo(90);
      for (int i = 0; i < held.count(); i++) {
        assertThat(indices.add(held.sourceIndex(i))).isTrue();
      }
      hashes.add(held.contentHash());
      hashes.add(kept.contentHash());
    }
    assertThat(indices).hasSize(90);
    assertThat(hashes).hasSize(6);
  }

  @Test
  void equalFilesAreOnOneSideAndCounted() throws IOException {
    make(0, 40, "in/");
    make(0, 40, "in/copies/");
    PackedImages all = pack(new ImageShape(3, 4, 6));
    assertThat(all.duplicates()).isEqualTo(40);
    PackedImages held = all.holdout(30, 0);
    assertThat(held.count()).isPositive().isEven();
    assertThat(held.duplicates()).isEqualTo(held.count() / 2);
  }

  @Test
  void holdingOutEverythingIsRefused() throws IOException {
    make(0, 2, "in/");
    PackedImages all = pack(new ImageShape(3, 4, 6));
    assertThatThrownBy(() -> all.withoutHoldout(100, 0))
        .isInstanceOf(DataException.class)
        .hasMessage("holding out 100.0% of 2 images leaves none");
  }

  @Test
  void aFoldThatNoSetHasIsRefused() {
    DataOptions tenth = AnyRecord.with(DataOptions.of("x"), "holdout", 10.0);
    assertThat(AnyRecord.with(tenth, "fold", 9).problems()).isEmpty();
    for (int fold : new int[] {10, Integer.MAX_VALUE, -1}) {
      assertThat(AnyRecord.with(tenth, "fold", fold).problems())
          .singleElement()
          .asString()
          .startsWith("fold: ");
    }
  }

  @Test
  void aSmallerSubsetIsAPartOfALargerOne() throws IOException {
    make(0, 200, "in/");
    PackedImages all = pack(new ImageShape(1, 4, 4));
    PackedImages kept = all.withoutHoldout(20, 0);
    PackedImages large = kept.subset(80);
    PackedImages small = kept.subset(20);
    assertThat(indices(large)).hasSize(80).isSorted().doesNotHaveDuplicates();
    assertThat(indices(kept)).containsAll(indices(large));
    assertThat(indices(small)).hasSize(20).isSorted();
    assertThat(indices(large)).containsAll(indices(small));
    assertThat(Set.of(all, kept, large, small).stream().map(PackedImages::contentHash))
        .doesNotHaveDuplicates();
    assertThat(kept.subset(20).contentHash()).isEqualTo(small.contentHash());
    assertThat(kept.subset(0)).isSameAs(kept);
    assertThat(indices(kept.subset(kept.count()))).isEqualTo(indices(kept));
  }

  /** Were it drawn as the held-out ones are, it would have none or all of them. */
  @Test
  void aSubsetIsDrawnApartFromWhatIsHeldOut() throws IOException {
    make(0, 300, "in/");
    PackedImages half = pack(new ImageShape(1, 4, 4)).subset(150);
    // Of 150, 0.2 each: 30, and four standard deviations of 5.
    assertThat(half.holdout(20, 0).count()).isBetween(10, 50);
  }

  @Test
  void aSubsetOfMoreThanThereAreIsRefused() throws IOException {
    make(0, 3, "in/");
    PackedImages all = pack(new ImageShape(3, 4, 6));
    assertThatThrownBy(() -> all.subset(4))
        .isInstanceOf(DataException.class)
        .hasMessage("a subset of 4 images: there are only 3 that can be trained on");
  }

  private static List<Integer> indices(PackedImages images) {
    return IntStream.range(0, images.count()).mapToObj(images::sourceIndex).toList();
  }

  private Set<String> heldOut(ImageShape shape) throws IOException {
    Set<String> paths = new HashSet<>();
    PackedImages held = pack(shape).holdout(20, 0);
    try (ImageSource source = ImageSource.open(temp.resolve("in").toString())) {
      for (int i = 0; i < held.count(); i++) {
        paths.add(source.path(held.sourceIndex(i)));
      }
    }
    return paths;
  }

  private PackedImages pack(ImageShape shape) throws IOException {
    DataOptions options = DataOptions.of(temp.resolve("in").toString());
    return TestImages.pack(options, shape, temp.resolve("cache"));
  }

  private void make(int from, int to, String prefix) throws IOException {
    for (int i = from; i < to; i++) {
      Path file = temp.resolve(prefix + i + ".png");
      Files.createDirectories(file.getParent());
      Files.write(file, FormatFiles.plainPng(4, i * 7919));
    }
  }
}
