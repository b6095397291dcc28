package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run with checkpoints of kimg 1, 2 and 3, of which the second scored best. */
class BetterCheckpointTest {

  @TempDir Path root;

  private FolderOptions folders;
  private RunDirectory run;

  @BeforeEach
  void save() throws IOException {
    folders = new Workplace(root).folderOptions();
    run = folders.run("run");
    run.createMissing();
    GanConfig config = Preset.TINY.config(DataOptions.of("any"), 8, 8, 3);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TrainingState state =
          new TrainingState(
              Map.of(
                  "generator/w", manager.ones(new Shape(2)),
                  "ema/w", manager.ones(new Shape(2))));
      for (int kimg = 1; kimg <= 3; kimg++) {
        state.resume(TrainingProgress.of(kimg, 1000L * kimg));
        run.store().save(config, state, new Provenance("", Map.of(), Map.of(), List.of()));
      }
    }
    run.store().markBest(run.checkpoints().resolve("kimg000002"));
    scores(9, 4, 6);
  }

  private void scores(double... ofKimgs) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ofKimgs.length; i++) {
      lines.append("{\"images\":%d000,\"frechet\":%s}\n".formatted(i + 1, ofKimgs[i]));
    }
    Files.writeString(run.stats(), lines);
  }

  @Test
  void bothScoresAreTold() {
    assertThat(BetterCheckpoint.of(run, 3000))
        .get()
        .hasToString("kimg 2 scored 4.000, the last (kimg 3) 6.000");
  }

  @ParameterizedTest
  @CsvSource({"4.4, false", "4.45, true", "3.9, false", "NaN, false"})
  void itIsLowerByMoreThanATenth(double last, boolean better) throws IOException {
    scores(9, 4, last);
    assertThat(BetterCheckpoint.of(run, 3000).isPresent()).isEqualTo(better);
  }

  @Test
  void scoresAfterTheNewestCheckpointDoNotCount() {
    assertThat(BetterCheckpoint.of(run, 2500)).isEmpty();
  }

  /** As where the run went back, and its best checkpoint since has not been scored yet. */
  @Test
  void aBestCheckpointThatWasLeftBehindIsNone() throws IOException {
    run.store().markBest(run.checkpoints().resolve("kimg000001"));
    assertThat(BetterCheckpoint.of(run, 3000)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNone() throws IOException {
    Files.writeString(run.checkpoints().resolve("kimg000002/state.json"), "{");
    assertThat(BetterCheckpoint.of(run, 3000)).isEmpty();
    Files.delete(run.checkpoints().resolve("best"));
    assertThat(BetterCheckpoint.of(run, 3000)).isEmpty();
    Files.delete(run.stats());
    assertThat(BetterCheckpoint.of(run, 3000)).isEmpty();
    Files.createDirectory(run.stats());
    assertThat(BetterCheckpoint.of(run, 3000)).isEmpty();
  }

  @Test
  void whoNamesTheRunIsToldOnceHowToNameTheBest() throws IOException {
    String line =
        "kimg 2 scored 4.000, the last (kimg 3) 6.000: for the best one name "
            + NextCommands.quoted(run.checkpoints().resolve("best").toString());
    assertThat(said(null, false)).containsExactly(line);
    assertThat(said("run", false)).containsExactly(line);
    assertThat(said(run.checkpoints().toString(), false)).containsExactly(line);
    assertThat(said("run", true)).isEmpty();
    assertThat(said("run/best", false)).isEmpty();
    assertThat(said("run/latest", false)).isEmpty();
    assertThat(said("run/kimg000003", false)).isEmpty();
    scores(9, 4, 4.1);
    assertThat(said(null, false)).isEmpty();
  }

  /** Returns what finding a generator of this name says. */
  private List<String> said(@Nullable String name, boolean quiet) throws IOException {
    StringWriter err = new StringWriter();
    try (Console console =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false)) {
      if (quiet) {
        console.beQuiet();
      }
      new Runs(folders, console).findGenerator(name);
    }
    return err.toString().lines().toList();
  }
}
