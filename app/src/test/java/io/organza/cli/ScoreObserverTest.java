package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.sampling.ImageGenerator;
import io.organza.torch.Precision;
import io.organza.training.Cadence;
import io.organza.training.Recoveries;
import io.organza.training.Recovery;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreObserverTest {

  @TempDir Path root;

  @Test
  void whatWasScoredBeyondAStateThatIsGoneBackToIsForgotten() throws IOException {
    GanConfig config = Preset.TINY.config(DataOptions.of("any"), 8, 8, 3);
    RunDirectory run = new RunDirectory("run", root, root.resolve("run"));
    Files.writeString(
        run.stats(),
        """
        {"images":1000,"frechet":9.0}
        {"images":2000,"frechet":5.0}
        {"images":3000,"frechet":4.0}
        """);
    Provenance provenance = new Provenance("", Map.of(), Map.of(), List.of());
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Console console = Console.unseen();
        ImageGenerator generator =
            new ImageGenerator(config.network(), Precision.FP32, Device.cpu());
        CheckpointObserver checkpoints =
            new CheckpointObserver(run, config, provenance, RunSettings.DEFAULT, console);
        ScoreObserver scores =
            new ScoreObserver(
                () -> {
                  throw new EngineException("not needed");
                },
                RealSet.TRAINING,
                generator,
                run,
                ScoreHistory.read(run.stats(), 4000),
                new StatsWriter(run.stats(), console),
                checkpoints,
                new Cadence(1, 1000),
                1,
                console)) {
      TrainingState state = new TrainingState(Map.of("generator/w", manager.ones(new Shape(2, 2))));
      state.resume(TrainingProgress.of(4, 4000));
      scores.started(state);
      assertThat(scores.summary(1)).startsWith("kimg 1: 9.000, 2: 5.000, 3: 4.000 (best);");
      state.resume(TrainingProgress.of(2, 2000));
      scores.recovered(state, new Recovery.OutOfMemory(2000, 8));
      assertThat(scores.summary(1)).startsWith("kimg 1: 9.000, 2: 5.000 (best);");
      state.resume(TrainingProgress.of(1, 1500));
      scores.recovered(state, new Recovery.Diverged(2000, 1500, Recoveries.NONE));
      assertThat(scores.summary(1)).startsWith("kimg 1: 9.000 (best);");
    }
  }

  /** As on a GPU whose memory the training has. */
  @Test
  void aTrainingOutlivesAScoreThatFails() throws IOException {
    StringWriter said = new StringWriter();
    GanConfig config = Preset.TINY.config(DataOptions.of("any"), 8, 8, 3);
    RunDirectory run = new RunDirectory("run", root, root.resolve("run"));
    Provenance provenance = new Provenance("", Map.of(), Map.of(), List.of());
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Console console = new Console(new PrintWriter(said), new PrintWriter(said), false);
        ImageGenerator generator =
            new ImageGenerator(config.network(), Precision.FP32, Device.cpu());
        CheckpointObserver checkpoints =
            new CheckpointObserver(run, config, provenance, RunSettings.DEFAULT, console);
        ScoreObserver scores =
            new ScoreObserver(
                () -> {
                  throw new EngineException(
                      "The following operation failed in the TorchScript interpreter.\n"
                          + "RuntimeError: CUDA out of memory.\nTried to allocate");
                },
                RealSet.TRAINING,
                generator,
                run,
                new ScoreHistory(),
                new StatsWriter(run.stats(), console),
                checkpoints,
                new Cadence(1, 1000),
                1,
                console)) {
      TrainingState state = new TrainingState(Map.of("generator/w", manager.ones(new Shape(2, 2))));
      scores.started(state);
      for (int kimg = 1; kimg <= 3; kimg++) {
        state.resume(TrainingProgress.of(kimg, 1000L * kimg));
        scores.stepped(state);
      }
      assertThat(said.toString())
          .containsOnlyOnce("cannot score, and goes on without: CUDA out of memory.")
          .doesNotContain("Tried");
      assertThat(scores.isExhausted()).isFalse();
    }
  }
}
