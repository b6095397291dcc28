package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ImagePlanTest {

  private static final int MOST = 256;

  private static List<ImagePlan.Item> items(ImagePlan plan) {
    return LongStream.range(0, plan.size()).mapToObj(plan::item).toList();
  }

  private static List<Integer> cells(ImagePlan plan) {
    return items(plan).stream()
        .map(item -> plan.cell(item, MOST))
        .filter(cell -> cell >= 0)
        .toList();
  }

  @Test
  void seedsGoRoundTheClasses() {
    ImagePlan plan = new ImagePlan(SeedList.parse("4-6,1"), 3, List.of());
    assertThat(items(plan))
        .containsExactly(
            new ImagePlan.Item(0, 4, 1),
            new ImagePlan.Item(1, 5, 2),
            new ImagePlan.Item(2, 6, 0),
            new ImagePlan.Item(3, 1, 1));
    assertThat(plan.columns(MOST)).isEqualTo(2);
  }

  @Test
  void eachSeedIsMadeOfEachClassThatIsAskedFor() {
    ImagePlan plan = new ImagePlan(SeedList.first(2), 3, List.of(0, 1, 2));
    assertThat(items(plan)).extracting(ImagePlan.Item::label).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(items(plan))
        .extracting(ImagePlan.Item::seed)
        .containsExactly(0L, 1L, 0L, 1L, 0L, 1L);
    assertThat(plan.columns(MOST)).isEqualTo(2);
    assertThat(cells(plan)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void aSheetHasARowForEachClassButAtMost256Images() {
    List<Integer> many = new ArrayList<>();
    for (int label = 0; label < 100; label++) {
      many.add(label);
    }
    ImagePlan plan = new ImagePlan(SeedList.first(9), 100, many);
    assertThat(plan.columns(MOST)).isEqualTo(8);
    assertThat(plan.cells(MOST)).isEqualTo(256);
    assertThat(cells(plan)).hasSize(256).doesNotHaveDuplicates().isSorted();
    ImagePlan few = new ImagePlan(SeedList.first(1000), 0, List.of());
    assertThat(cells(few)).hasSize(256).isSorted();
    assertThat(few.columns(MOST)).isEqualTo(16);
  }

  @Test
  void aSheetOfLargeImagesHasFewerOfThem() {
    assertThat(ImageOutputs.mostOnSheet(new ImageShape(3, 32, 64))).isEqualTo(256);
    assertThat(ImageOutputs.mostOnSheet(new ImageShape(3, 512, 256))).isEqualTo(128);
    assertThat(ImageOutputs.mostOnSheet(new ImageShape(3, 2048, 2048))).isEqualTo(64);
  }

  @Test
  void namesOfClassesBecomeNamesOfFiles() {
    ImageNames names =
        new ImageNames(List.of("A b", "a_b", "\u00c4pfel", "../x", "1"), ImageFormat.PNG, false);
    assertThat(List.of(0, 1, 2, 3, 4))
        .extracting(label -> names.of(new ImagePlan.Item(0, 1234567, label)))
        .containsExactly(
            "seed1234567-class-0.png",
            "seed1234567-class-1.png",
            "seed1234567-\u00e4pfel.png",
            "seed1234567-___x.png",
            "seed1234567-1.png")
        .allMatch(ImageNames::matches);
    assertThat(new ImageNames(List.of(), ImageFormat.JPG, true).of(new ImagePlan.Item(0, 7, 0)))
        .isEqualTo("row000007.jpg")
        .matches(ImageNames::matches);
  }
}
