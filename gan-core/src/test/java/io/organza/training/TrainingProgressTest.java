package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {

  private static final TrainingProgress PROGRESS =
      new TrainingProgress(7, 224, new Recoveries(1, 500), 0.5, 2, List.of(200L, 24L));

  @Test
  void aStepCountsItsImagesAndTheirClasses() {
    assertThat(TrainingProgress.NONE.after(3, new int[] {2, 0, 2}))
        .isEqualTo(new TrainingProgress(1, 3, Recoveries.NONE, 0, 0, List.of(1L, 0L, 2L)));
    assertThat(PROGRESS.after(32, new int[] {1, 1}))
        .isEqualTo(
            new TrainingProgress(8, 256, new Recoveries(1, 500), 0.5, 2, List.of(200L, 26L)));
  }

  @Test
  void aForkWasShownNothing() {
    assertThat(PROGRESS.forked())
        .isEqualTo(new TrainingProgress(7, 0, Recoveries.NONE, 0.5, 2, List.of()));
  }

  @Test
  void refusesWhatCannotBe() {
    refuses(-1, 10, 0, 0, List.of(), "got -1 and 10");
    refuses(1, -10, 0, 0, List.of(), "got 1 and -10");
    refuses(1, 10, 1.5, 0, List.of(), "from 0 to 1, got 1.5");
    refuses(1, 10, Double.NaN, 0, List.of(), "from 0 to 1, got NaN");
    refuses(1, 10, 0, Double.POSITIVE_INFINITY, List.of(), "finite, got Infinity");
    refuses(1, 10, 0, 0, List.of(-1L), "got [-1]");
    refuses(1, 10, 0, 0, List.of(6L, 5L), "all 10 images, got [6, 5]");
  }

  private static void refuses(
      long steps,
      long images,
      double probability,
      double decades,
      List<Long> classImages,
      String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TrainingProgress(
                    steps, images, Recoveries.NONE, probability, decades, classImages))
        .withMessageContaining(reason);
  }
}
