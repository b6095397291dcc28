package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

  @TempDir Path root;

  @Test
  void theProgressIsTheLastOfAllThatWereSavedInASecond() throws IOException {
    RunDirectory run = new RunDirectory("run", root, root.resolve("run"));
    save(run, 3);
    assertThat(lines(run)).anyMatch(line -> line.startsWith("progress    kimg 0.096"));
  }

  @Test
  void aRunThatIsCountedInMinutesHasNoGoalInImages() throws IOException {
    RunDirectory run = new RunDirectory("run", root, root.resolve("run"));
    Checkpoint checkpoint = save(run, 1);
    assertThat(lines(run)).contains("progress    kimg 0.032 of 144");
    assertThat(CheckpointReport.lines(checkpoint))
        .contains("progress    1 steps, 32 images of 144000");
    RunSettings.DEFAULT.lasting(5).write(run.checkpoints());
    assertThat(lines(run)).contains("progress    kimg 0.032");
    assertThat(CheckpointReport.lines(checkpoint)).contains("progress    1 steps, 32 images");
  }

  @Test
  void withoutANameAllRunsAreListed() throws IOException {
    String[] inspect = {"inspect", "--samples", root + "/samples", "--checkpoints", root + "/all"};
    assertThat(Ran.organza(inspect).out()).contains("There is no run yet");

    RunDirectory first = new RunDirectory("a", root.resolve("samples/a"), root.resolve("all/a"));
    save(first, 2);
    Files.createDirectories(first.samples());
    Files.writeString(first.stats(), "{\"images\":32,\"frechet\":2.5,\"against\":\"training\"}\n");
    RunDirectory other = new RunDirectory("longer", root.resolve("b"), root.resolve("all/longer"));
    Files.write(save(other, 1).directory().resolve("generator.safetensors"), new byte[] {1});
    RunDirectory cut = new RunDirectory("cut", root.resolve("c"), root.resolve("all/cut"));
    save(cut, 1);
    Files.createFile(cut.checkpoints().resolve("run.json"));
    assertThat(Ran.organza(inspect).out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("a       kimg 0.064 of 144, saved 20")
                    .contains(", best score 2.500 at kimg 0.032; any at "),
            line -> assertThat(line).startsWith("cut     ").contains("run.json: "),
            line -> assertThat(line).isEqualTo("longer  no checkpoint is intact"));
  }

  private static List<String> lines(RunDirectory run) throws IOException {
    FolderOptions folders = new FolderOptions();
    folders.checkpoints = Folders.of(run.checkpoints());
    return RunReport.lines(
        RunFacts.of(run), new NextCommands(folders, new CacheOption(), new MachineOptions()));
  }

  private static Checkpoint save(RunDirectory run, int steps) throws IOException {
    return save(run, steps, "any");
  }

  /** Saves so many checkpoints of a run within a second, and returns the last. */
  static Checkpoint save(RunDirectory run, int steps, String data) throws IOException {
    GanConfig config = Preset.TINY.config(DataOptions.of(data), 8, 8, 3);
    Provenance provenance = new Provenance("", Map.of(), Map.of(), List.of());
    Instant second = Instant.parse("2026-05-01T12:00:00Z");
    CheckpointStore store = new CheckpointStore(run.checkpoints(), () -> second);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TrainingState state = new TrainingState(Map.of("generator/w", manager.ones(new Shape(2))));
      for (int step = 1; step <= steps; step++) {
        state.resume(TrainingProgress.of(step, 32L * step));
        store.save(config, state, provenance);
      }
    }
    return store.latest(damaged -> {}).orElseThrow();
  }

  @Test
  void aBestCheckpointThatIsClearlyBetterIsToldWithItsCommand() throws IOException {
    RunDirectory run = new RunDirectory("run", root, root.resolve("run"));
    save(run, 3);
    run.store().markBest(run.checkpoints().resolve("kimg000000-2"));
    Files.writeString(
        run.stats(), "{\"images\":64,\"frechet\":4.0}\n{\"images\":96,\"frechet\":6.0}\n");
    assertThat(lines(run))
        .filteredOn(line -> line.startsWith("best "))
        .singleElement()
        .asString()
        .startsWith("best        kimg 0.064 scored 4.000, the last (kimg 0.096) 6.000: ")
        .contains("organza generate run/best --count 64 --checkpoints ");
    Files.writeString(run.stats(), "{\"images\":96,\"frechet\":4.1}\n{\"images\":96,");
    assertThat(lines(run)).noneMatch(line -> line.startsWith("best "));
  }

  @Test
  void damagedStatisticsAreCountedAsFarAsTheyGo() throws IOException {
    RunDirectory run = new RunDirectory("run", root.resolve("checkpoints"), root);
    Files.createDirectories(run.samples());
    String text = "{\"images\":8,\"seconds\":1}\n{\"images\":16,\"sec\u00effnds\":2}\n";
    Files.write(run.stats(), text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(lines(run)).contains("stats       1 ticks in " + run.stats());
  }

  @Test
  void sheetsOfPartsOfAKimgCount() throws IOException {
    RunDirectory run = new RunDirectory("run", root.resolve("checkpoints"), root.resolve("run"));
    Files.createDirectories(run.samples());
    for (String name : List.of("fakes000012.416.png", "fakes000012.png", "reals.png")) {
      Files.createFile(run.samples().resolve(name));
    }
    assertThat(lines(run))
        .contains("samples     2 sheets in " + run.samples() + ", the last is fakes000012.416.png");
  }

  /** After 20,000 images the run went on from 12,000; one sheet was drawn since the last tick. */
  @Test
  void sheetsThatWereLeftBehindDoNotCount() throws IOException {
    RunDirectory run = new RunDirectory("run", root.resolve("checkpoints"), root.resolve("run"));
    Files.createDirectories(run.samples());
    for (int kimg : new int[] {12, 16, 20, 21}) {
      Files.createFile(run.samples().resolve("fakes0000" + kimg + ".png"));
    }
    Files.writeString(
        run.stats(),
        """
        {"images":12000,"seconds":1}
        {"images":20000,"seconds":2}
        {"images":16500,"seconds":1}
        {"images":16000,"frechet":2.5}
        """);
    assertThat(SampleSheetFile.of(run))
        .extracting(SampleSheetFile::images)
        .containsExactly(12_000L, 16_000L, 21_000L);
    Files.delete(run.samples().resolve("fakes000021.png"));
    assertThat(lines(run))
        .contains("samples     2 sheets in " + run.samples() + ", the last is fakes000016.png");
  }
}
