package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealBatchesTest {

  private static final int COUNT = 7;
  private static final int SIZE = 3 * 4 * 6;

  private PackedImages images;

  @BeforeAll
  void packImages(@TempDir Path temp) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      TestImages.write(temp.resolve("in/" + i + ".png"), TestImages.png(i));
    }
    images = TestImages.pack(temp.resolve("in"), temp.resolve("cache"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 20})
  void eachEpochShowsEachImageOnce(int batch) {
    List<Integer> shown = new ArrayList<>();
    try (RealBatches batches = new RealBatches(images, batch, true, false, 5)) {
      for (long step = 0; shown.size() < 10 * COUNT; step++) {
        shown.addAll(shown(batches.batch(step)));
      }
    }
    for (int epoch = 0; epoch < 10; epoch++) {
      assertThat(shown.subList(epoch * COUNT, (epoch + 1) * COUNT))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }
    assertThat(shown.subList(0, COUNT)).isNotEqualTo(shown.subList(COUNT, 2 * COUNT));
  }

  @Test
  void theOrderDoesNotDependOnTheBatch() {
    assertThat(shown(batch(6, false, 1, 0)).subList(3, 6)).isEqualTo(shown(batch(3, false, 1, 1)));
  }

  @Test
  void anyStepIsTheSameWhateverCameBefore() {
    try (RealBatches through = new RealBatches(images, 4, true, false, 9)) {
      for (long step = 0; step < 20; step++) {
        assertThat(through.batch(step)).isEqualTo(batch(4, true, 9, step));
      }
      for (long step : new long[] {3, 19, 18, 1_000_000_000_000L, 19, 19}) {
        assertThat(through.batch(step)).isEqualTo(batch(4, true, 9, step));
      }
    }
  }

  @Test
  @Timeout(60)
  void whoWaitsForABatchWhenTheyAreClosedIsToldSo() throws Exception {
    RealBatches batches = new RealBatches(images, 100_000, false, false, 1);
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              for (long step = 0; ; step += 100) {
                batches.batch(step);
              }
            });
    Thread.sleep(300);
    batches.close();
    assertThatThrownBy(reader::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("closed");
  }

  @Test
  void anotherSeedIsAnotherOrder() {
    assertThat(batch(7, false, 1, 0)).isNotEqualTo(batch(7, false, 2, 0));
  }

  @Test
  void allOrdersAreAboutEquallyLikely() {
    EpochOrder order = new EpochOrder(3, 77);
    int[] times = new int[27];
    for (int epoch = 0; epoch < 6000; epoch++) {
      int code = 0;
      for (int i = 0; i < 3; i++) {
        code = 3 * code + order.image(3L * epoch + i);
      }
      times[code]++;
    }
    List<Integer> seen = IntStream.of(times).filter(n -> n > 0).boxed().toList();
    assertThat(seen).hasSize(6);
    // Five standard deviations of a binomial of 6000 and 1/6.
    assertThat(seen).allMatch(n -> Math.abs(n - 1000) < 5 * Math.sqrt(6000 * 5 / 36.0));
  }

  @Test
  void aboutHalfOfTheImagesAreMirroredIfWanted() {
    int mirrored = 0;
    try (RealBatches batches = new RealBatches(images, 10, true, false, 3)) {
      for (long step = 0; step < 100; step++) {
        float[] batch = batches.batch(step);
        for (int i = 0; i < 10; i++) {
          float[] image = Arrays.copyOfRange(batch, i * SIZE, (i + 1) * SIZE);
          int which = shown(image).get(0);
          if (!Arrays.equals(image, image(which, false))) {
            assertThat(image).isEqualTo(image(which, true));
            mirrored++;
          }
        }
      }
    }
    assertThat(mirrored).isBetween(420, 580);
    float[] plain = batch(1, false, 3, 0);
    assertThat(plain).isEqualTo(image(shown(plain).get(0), false));
  }

  @Test
  void aClosedOneServesNoMore() {
    RealBatches batches = new RealBatches(images, 2, false, false, 1);
    batches.batch(0);
    batches.close();
    batches.close();
    assertThatThrownBy(() -> batches.batch(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void errorsOfTheThreadReachTheCaller() {
    // More floats than an array can hold.
    try (RealBatches batches = new RealBatches(images, Integer.MAX_VALUE, false, false, 1)) {
      assertThatThrownBy(() -> batches.batch(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("gathering a batch failed")
          .hasCauseInstanceOf(Throwable.class);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new RealBatches(images, 0, false, false, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch must be >= 1, got 0");
    assertThatThrownBy(() -> batch(1, false, 1, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step must be >= 0, got -2");
  }

  private float[] batch(int batch, boolean mirror, long seed, long step) {
    try (RealBatches batches = new RealBatches(images, batch, mirror, false, seed)) {
      return batches.batch(step);
    }
  }

  /** Tells images by their first red level, which mirroring does not change. */
  private List<Integer> shown(float[] batch) {
    List<Integer> shown = new ArrayList<>();
    for (int at = 0; at < batch.length; at += SIZE) {
      for (int i = 0; i < COUNT; i++) {
        if (image(i, false)[0] == batch[at]) {
          shown.add(i);
        }
      }
    }
    return shown;
  }

  private float[] image(int index, boolean mirrored) {
    float[] image = new float[SIZE];
    images.floats(index, mirrored, image, 0);
    return image;
  }
}
