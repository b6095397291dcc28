package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.training.TickReport;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of checkpoints that cannot be saved: a file is where their folder should be. */
class CheckpointObserverTest {

  private static final TickReport TICK =
      new TickReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final RunSettings OFTEN = new RunSettings(1, 0.001, 5, 0, 0, 0);

  @TempDir Path root;

  private final StringWriter said = new StringWriter();

  private CheckpointObserver observer(Path folder, Console console) {
    GanConfig config = Preset.TINY.config(DataOptions.of("any"), 8, 8, 3);
    Provenance provenance = new Provenance("", Map.of(), Map.of(), List.of());
    return new CheckpointObserver(
        new RunDirectory("run", root, folder), config, provenance, OFTEN, console);
  }

  private Console console() {
    return new Console(new PrintWriter(said), new PrintWriter(said), false);
  }

  private static TrainingState state(NDManager manager) {
    return new TrainingState(Map.of("generator/w", manager.ones(new Shape(2, 2))));
  }

  @Test
  void aFailedSaveIsToldAndTriedAgainAfterTheNextTick() throws IOException {
    Path folder = root.resolve("run");
    Files.writeString(folder, "in the way");
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Console console = console();
        CheckpointObserver observer = observer(folder, console)) {
      TrainingState state = state(manager);
      observer.started(state);
      state.resume(TrainingProgress.of(1, 32));
      observer.stepped(state);
      assertThatThrownBy(() -> observer.finished(state))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("CANNOT SAVE into " + folder);
      assertThat(said.toString()).contains("warning: CANNOT SAVE", "tries again at the next tick");

      Files.delete(folder);
      observer.ticked(state, TICK);
      observer.stepped(state);
      observer.finished(state);
      assertThat(folder.resolve("latest")).hasContent("kimg000000");
    }
  }

  @Test
  void aFolderThatWasRemovedIsToldAndMadeAgainWithTheSettings() throws IOException {
    Path folder = root.resolve("run");
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Console console = console();
        CheckpointObserver observer = observer(folder, console)) {
      TrainingState state = state(manager);
      RunSettings.DEFAULT.write(folder);
      observer.started(state);
      state.resume(TrainingProgress.of(1, 32));
      observer.finished(state);
      assertThat(said.toString()).isEmpty();
      Files.move(folder, root.resolve("moved"));
      for (int step = 2; step <= 3; step++) {
        state.resume(TrainingProgress.of(step, 32L * step));
        observer.finished(state);
        assertThat(said.toString()).containsOnlyOnce("warning: " + folder + " was removed");
        assertThat(RunSettings.read(folder)).isEqualTo(OFTEN);
      }
    }
  }

  @Test
  void whatIsSavedAfterTheBestCouldNotBeIsNotTheBest() throws IOException {
    Path folder = root.resolve("run");
    Files.writeString(folder, "in the way");
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Console console = console();
        CheckpointObserver observer = observer(folder, console)) {
      TrainingState state = state(manager);
      observer.started(state);
      state.resume(TrainingProgress.of(1, 1000));
      observer.keepAsBest(state);
      // Finds out that it failed, and tries in vain to save this state.
      state.resume(TrainingProgress.of(2, 2000));
      observer.keepAsBest(state);
      assertThatThrownBy(() -> observer.finished(state)).isInstanceOf(UncheckedIOException.class);

      Files.delete(folder);
      observer.ticked(state, TICK);
      state.resume(TrainingProgress.of(3, 3000));
      observer.stepped(state);
      observer.finished(state);
      assertThat(folder.resolve("latest")).hasContent("kimg000003");
      assertThat(folder.resolve("best")).doesNotExist();

      state.resume(TrainingProgress.of(4, 4000));
      observer.keepAsBest(state);
      state.resume(TrainingProgress.of(5, 5000));
      observer.finished(state);
      assertThat(folder.resolve("best")).hasContent("kimg000004");
    }
  }
}
