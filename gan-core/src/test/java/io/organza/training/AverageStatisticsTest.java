package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.network.BlockShape;
import io.organza.network.Generator;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The second normalisation's means depend on the classes, which scale what the first gave. */
class AverageStatisticsTest {

  private static final List<Integer> WIDTHS = List.of(16, 16);
  private static final NetworkOptions NETWORK =
      new NetworkOptions(
          NetworkFamily.STRIDED,
          8,
          8,
          3,
          4,
          WIDTHS,
          WIDTHS,
          1,
          BlockShape.BASIC,
          4,
          2,
          false,
          0,
          false);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void eachClassCountsAsOftenAsItWasShown() {
    float[] first = means(List.of(1_000_000L));
    float[] second = means(List.of(0L, 1_000_000L));
    float[] mixed = means(List.of(750_000L, 250_000L));

    assertThat(first).isNotEqualTo(second);
    for (int i = 0; i < mixed.length; i++) {
      // Of 8,192 draws a quarter is off by half a hundredth.
      float error = 0.02f * Math.abs(first[i] - second[i]) + 1e-3f;
      assertThat(mixed[i]).isCloseTo(0.75f * first[i] + 0.25f * second[i], within(error));
    }
  }

  private float[] means(List<Long> shown) {
    return means(afterAMillion(shown));
  }

  private float[] means(TrainingProgress progress) {
    Generator generator = generator();
    gathering(generator, progress).gatherStatistics();
    return means(generator).toFloatArray();
  }

  private static TrainingProgress afterAMillion(List<Long> shown) {
    return new TrainingProgress(1, 1_000_000, Recoveries.NONE, 0, 0, shown);
  }

  /**
   * Embeddings begin alike for all classes, and as all weights small: these differ, and are not.
   */
  private Generator generator() {
    Generator generator = new Generator(NETWORK, Precision.FP32, 3);
    generator.initialize(manager);
    generator
        .trained()
        .forEach(
            (name, weight) -> {
              long index = name.hashCode();
              float[] values =
                  RandomStream.of(4, Purpose.WEIGHTS, index).gaussians((int) weight.size());
              NDArray more = manager.create(values, weight.getShape());
              Torch.lerp(List.of(weight), List.of(more), 0.5);
            });
    return generator;
  }

  private static NDArray means(Generator generator) {
    return Objects.requireNonNull(generator.tensors().get("stage1.norm.mean"));
  }

  /** Returns a state whose statistics are those of the generator, a step after a progress. */
  private TrainingState gathering(Generator generator, TrainingProgress progress) {
    AverageStatistics statistics = new AverageStatistics(generator, NETWORK, 5, manager);
    TrainingState state = new TrainingState(generator.tensors(), statistics::gather);
    state.resume(progress);
    state.advance(0, new int[0]);
    return state;
  }

  /**
   * A fork of 2,048 steps: of as many latents, as after 2,048 images, though it has seen but 32.
   */
  @Test
  void aForkHasStatisticsOfWhatItBeganWith() {
    List<Long> shown = List.of(1L, 1L);
    float[] fork = means(new TrainingProgress(2047, 32, Recoveries.NONE, 0, 0, shown));
    float[] same = means(new TrainingProgress(64, 2048, Recoveries.NONE, 0, 0, shown));
    float[] more = means(new TrainingProgress(64, 8192, Recoveries.NONE, 0, 0, shown));
    assertThat(fork).isEqualTo(same).isNotEqualTo(more);
  }

  @Test
  void theyAreComputedOnceAfterAStep() {
    Generator generator = generator();
    NDArray means = means(generator);
    TrainingState state = gathering(generator, afterAMillion(List.of(1L, 1L)));

    state.gatherStatistics();
    float[] gathered = means.toFloatArray();
    means.subi(means);
    state.gatherStatistics();
    assertThat(means.toFloatArray()).as("no step since").containsOnly(0);

    state.advance(1, new int[0]);
    assertThat(state.average()).isEmpty(); // These tensors belong to no group.
    assertThat(means.toFloatArray()).isEqualTo(gathered);
  }

  @Test
  void aStateThatIsCopiedOrRestoredKeepsWhatItHas() {
    Generator generator = generator();
    NDArray means = means(generator);
    TrainingState state = gathering(generator, afterAMillion(List.of(1L, 1L)));
    try (StateCopy copy = new StateCopy(state)) {
      state.gatherStatistics();
      float[] gathered = means.toFloatArray();
      copy.restore(state);
      assertThat(means.toFloatArray()).as("of before").containsOnly(0);
      state.gatherStatistics();
      assertThat(means.toFloatArray()).isEqualTo(gathered);
    }

    state.resume(TrainingProgress.of(3, 96)); // As a checkpoint does, whose statistics fit.
    means.subi(means);
    state.gatherStatistics();
    assertThat(means.toFloatArray()).containsOnly(0);
  }
}
