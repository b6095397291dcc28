package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is foretold is what packing then does. */
class ChosenImagesTest {

  private static final ImageShape SHAPE = new ImageShape(3, 4, 6);

  @TempDir Path temp;

  private static ChosenImages choose(DataOptions options) throws IOException {
    try (ImageSource source = ImageSource.open(options)) {
      return ChosenImages.of(
          source, SourceSurvey.of(source, options, (done, total) -> {}), options);
    }
  }

  private DataOptions folders(double holdout) throws IOException {
    for (int i = 0; i < 40; i++) {
      String folder = i % 4 == 0 ? "cats/" : i % 7 == 0 ? "" : "dogs/";
      TestImages.write(temp.resolve("pets/" + folder + i + ".png"), TestImages.png(i));
    }
    TestImages.write(temp.resolve("pets/cats/torn.png"), new byte[] {1, 2, 3});
    DataOptions options = DataOptions.of(temp.resolve("pets").toString());
    return AnyRecord.with(
        AnyRecord.with(options, "labels", DataOptions.FOLDERS), "holdout", holdout);
  }

  @Test
  void choosesWhatPackingKeeps() throws IOException {
    DataOptions options = folders(30.0);
    ChosenImages chosen = choose(options);
    PackedImages all = TestImages.pack(options, SHAPE, temp.resolve("cache"));
    PackedImages kept = all.withoutHoldout(30, 0);
    assertThat(chosen.indices())
        .isEqualTo(IntStream.range(0, kept.count()).mapToObj(kept::sourceIndex).toList());
    assertThat(chosen.labels())
        .isEqualTo(IntStream.range(0, kept.count()).mapToObj(kept::label).toList());
    assertThat(chosen.heldOut()).isPositive().isEqualTo(all.holdout(30, 0).count());
    assertThat(chosen.classes()).containsExactly("cats", "dogs");
    assertThat(chosen.skipped()).isEqualTo(all.skipped());
  }

  @Test
  void choosesTheSubsetThatIsTrainedOn() throws IOException {
    DataOptions options = AnyRecord.with(folders(30.0), "subset", 9);
    ChosenImages chosen = choose(options);
    PackedImages all = TestImages.pack(options, SHAPE, temp.resolve("cache"));
    PackedImages kept = all.withoutHoldout(30, 0).subset(9);
    assertThat(chosen.indices())
        .hasSize(9)
        .isEqualTo(IntStream.range(0, 9).mapToObj(kept::sourceIndex).toList());
    assertThat(chosen.labels()).isEqualTo(IntStream.range(0, 9).mapToObj(kept::label).toList());
    assertThat(chosen.heldOut()).isEqualTo(all.holdout(30, 0).count());
  }

  @Test
  void countsTheImagesOfEachClass() throws IOException {
    // Of 0 to 39, ten are multiples of 4, and 7, 14, 21 and 35 are multiples of 7 but not of 4.
    assertThat(choose(folders(0.0)).classCounts()).containsExactly(10, 26);
  }

  @Test
  void withoutLabelsAllAreChosen() throws IOException {
    ChosenImages chosen = choose(DataOptions.of(folders(0.0).source()));
    assertThat(chosen.count()).isEqualTo(40);
    assertThat(chosen.classCounts()).isEmpty();
    assertThat(chosen.labels()).containsOnly(-1);
  }

  @Test
  void drawnImagesAreHeldOutAsTheyArePacked() throws IOException {
    DataOptions options = AnyRecord.with(DataOptions.of("builtin:flowers"), "holdout", 5.0);
    ChosenImages chosen = choose(options);
    assertThat(chosen.count() + chosen.heldOut()).isEqualTo(10_000);
    PackedImages all = TestImages.pack(options, new ImageShape(1, 4, 4), temp.resolve("cache"));
    assertThat(chosen.heldOut()).isPositive().isEqualTo(all.holdout(5, 0).count());
  }
}
