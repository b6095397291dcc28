package io.organza.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.BackgroundSaver;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.training.RealBatch;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what saving costs at the size of the preset {@code base}: {@code ./mvnw test -pl
 * gan-core -Dtest=SaveCostBenchmark}.
 */
class SaveCostBenchmark {

  private static final int SIDE = 32;

  /**
   * Few, so that the measurement fits a small machine; the time of a step is nearly in proportion.
   */
  private static final int BATCH = 4;

  private static final int SAVES = 5;
  private static final double CADENCE_KIMG = 12;

  @TempDir Path folder;

  @Test
  void aSaveCostsTheTrainingThreadLessThanTwoPercent() throws IOException {
    GanConfig config =
        ConfigLayers.over(Preset.BASE.config(DataOptions.of("any"), SIDE, SIDE, 3))
            .set("/training/batch", BATCH)
            .toConfig();
    Provenance provenance = new Provenance("0", Map.of(), Map.of(), List.of());
    CheckpointStore store = new CheckpointStore(folder);
    try (TrainingLoop loop =
            new TrainingLoop(config.network(), config.loss(), config.training(), 0, Device.cpu());
        BackgroundSaver saver = new BackgroundSaver(store, config)) {
      TrainingState state = loop.state();
      long before = residentKilobytes();
      double copySeconds = 0;
      for (int i = 0; i < SAVES; i++) {
        long begin = System.nanoTime();
        assertThat(saver.save(state, provenance)).isTrue();
        copySeconds = seconds(begin);
        Path saved = saver.await().orElseThrow();
        System.out.printf(
            "copy %.3f s, whole save %.2f s, %d MB on disk, %d MB more memory%n",
            copySeconds,
            seconds(begin),
            store.entries().get(i).bytes() / 1_000_000,
            (residentKilobytes() - before) / 1000);
        assertThat(saved).exists();
      }
      // Last, because the memory that a step frees would hide that of the copy.
      double stepSeconds = step(loop);
      double stepsBetween = CADENCE_KIMG * 1000 / BATCH;
      double share = copySeconds / (stepsBetween * stepSeconds);
      System.out.printf(
          "%.1f million values, %.2f s a step of %d images: %.5f%% of the training thread's time"
              + " at a save every %.0f kimg%n",
          state.tensors().values().stream().mapToLong(NDArray::size).sum() / 1e6,
          stepSeconds,
          BATCH,
          100 * share,
          CADENCE_KIMG);
      assertThat(share).isLessThan(0.02);
    }
  }

  /** Takes two steps; returns the seconds of the second one. */
  private static double step(TrainingLoop loop) {
    RealBatch batch = RealBatch.unlabelled(new float[BATCH * 3 * SIDE * SIDE]);
    long[] begin = new long[1];
    loop.run(
        step -> {
          begin[0] = System.nanoTime();
          return batch;
        },
        List.of(),
        () -> loop.state().steps() == 2);
    return seconds(begin[0]);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Returns the memory of this process, where the system tells (Linux), else 0. */
  private static long residentKilobytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
