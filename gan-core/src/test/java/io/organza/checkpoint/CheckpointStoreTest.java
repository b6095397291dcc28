package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.CONFIG;
import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static io.organza.checkpoint.CheckpointFixture.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.organza.file.Links;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  @TempDir Path folder;

  /** The time of the next save, which takes ten seconds. */
  private Instant now = Instant.parse("2026-05-01T12:59:58.765Z");

  private final NDManager root = NDManager.newBaseManager();

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @Test
  void savesFilesThatOthersCanRead() throws IOException {
    Path directory = store().save(CONFIG, CheckpointFixture.state(root, 12_345, 5), PROVENANCE);
    assertThat(directory).isEqualTo(run().resolve("kimg000012"));
    assertThat(names(directory))
        .containsExactly(
            "SHA256SUMS",
            "config.json",
            "discriminator-adam.safetensors",
            "discriminator.safetensors",
            "ema.safetensors",
            "generator-adam.safetensors",
            "generator.safetensors",
            "state.json");
    assertThat(directory.resolve("config.json")).content().isEqualTo(CONFIG.toJson());
    assertThat(directory.resolve("state.json"))
        .content()
        .isEqualTo(
            """
            {
              "formatVersion": 1,
              "steps": 1234,
              "images": 12345,
              "kimg": 12.345,
              "recoveries": {
                "count": 0,
                "reducedUntil": 0
              },
              "augmentProbability": 0.25,
              "l2Decades": -1.5,
              "classImages": [ 6172, 0, 3086 ],
              "savedAt": "2026-05-01T12:59:58Z",
              "provenance": {
                "contentHash": "0123abcd",
                "versions": {
                  "djl": "0.35.1",
                  "organza": "0.1"
                },
                "machine": {
                  "device": "cpu",
                  "threads": "2"
                },
                "history": [ "began", "resumed" ]
              }
            }
            """);
    String sums = Files.readString(directory.resolve("SHA256SUMS"));
    CheckpointFixture.sum(directory);
    assertThat(directory.resolve("SHA256SUMS")).content().isEqualTo(sums);
    assertThat(run().resolve("latest")).content().isEqualTo("kimg000012\n");
  }

  @Test
  void neverOverwrites() throws IOException {
    Path first = save(12_000);
    byte[] sums = Files.readAllBytes(first.resolve("SHA256SUMS"));
    Files.createFile(run().resolve("kimg000012-3"));
    assertThat(save(12_999)).hasFileName("kimg000012-2");
    assertThat(save(12_000)).hasFileName("kimg000012-4");
    assertThat(first.resolve("SHA256SUMS")).hasBinaryContent(sums);
    assertThat(run().resolve("latest")).content().isEqualTo("kimg000012-4\n");
  }

  @Test
  void aNameThatPruningFreedIsNotTakenAgain() throws IOException {
    for (int images = 100; images <= 500; images += 100) {
      save(images);
      store().prune(2);
    }
    // The first is that of its hour, the second that of the next.
    assertThat(names(run()))
        .containsExactly("kimg000000", "kimg000000-2", "kimg000000-4", "kimg000000-5", "latest");
    assertThat(save(600)).hasFileName("kimg000000-6");
  }

  @Test
  void listsByImages() throws IOException {
    assertThat(store().list()).isEmpty();
    save(12_000);
    save(12_100);
    save(1_234_567_890);
    save(9_000);
    Files.createDirectory(run().resolve("kimg12"));
    Files.createDirectory(run().resolve("kimg000012-1"));
    Files.createDirectory(run().resolve("best"));
    assertThat(store().list())
        .containsExactly(
            run().resolve("kimg000009"),
            run().resolve("kimg000012"),
            run().resolve("kimg000012-2"),
            run().resolve("kimg1234567"));
  }

  @Test
  void leavesNothingOfASaveThatFails() throws IOException {
    save(1_000);
    TrainingState wrong =
        new TrainingState(Map.of("ema/w", root.ones(new Shape(2), DataType.INT32)));
    assertThatThrownBy(() -> store().save(CONFIG, wrong, PROVENANCE))
        .isInstanceOf(IllegalArgumentException.class);
    TrainingState nameless = new TrainingState(Map.of("w", root.ones(new Shape(2))));
    assertThatThrownBy(() -> store().save(CONFIG, nameless, PROVENANCE))
        .hasMessage("a tensor must be named group/name, got w");
    assertThat(names(run())).containsExactly("kimg000001", "latest");
    assertThat(run().resolve("latest")).content().isEqualTo("kimg000001\n");
  }

  @Test
  void aCheckpointThatCannotBeNamedAsTheLatestIsNotKept() throws IOException {
    Path inTheWay = Files.createDirectories(run().resolve("latest/precious"));
    assertThatThrownBy(() -> save(1_000))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(run().resolve("latest") + ": ");
    assertThat(names(run())).containsExactly("latest");
    Files.delete(inTheWay);
    Files.delete(run().resolve("latest"));
    assertThat(save(1_000)).hasFileName("kimg000001");
    assertThat(names(run())).containsExactly("kimg000001", "latest");
  }

  @Test
  void ignoresWhatACrashLeftAndCleansItAtTheNextSave() throws IOException {
    Path partial = Files.createDirectories(run().resolve(".kimg000001.partial"));
    Files.writeString(partial.resolve("ema.safetensors"), "half");
    Files.createDirectory(run().resolve(".mine.partial"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("precious"), "x");
    Links.make(run().resolve(".kimg000007.partial"), elsewhere);
    assertThat(store().list()).isEmpty();
    assertThat(latest(new ArrayList<>())).isEmpty();
    save(1_000);
    assertThat(names(run()))
        .containsExactly(".kimg000007.partial", ".mine.partial", "kimg000001", "latest");
    assertThat(elsewhere.resolve("precious")).exists();
  }

  @Test
  void latestIsTheLastSavedEvenIfTrainingWentBack() throws IOException {
    save(20_000);
    Path back = save(11_000);
    assertThat(latest(new ArrayList<>())).contains(back);
  }

  @Test
  void latestFallsBackToOlderOnesAndTellsWhy() throws IOException {
    Path oldest = save(1_000);
    Path old = save(2_000);
    Path newer = save(3_000);
    Path newest = save(4_000);
    Files.writeString(old.resolve("ema.safetensors"), "x");
    Files.delete(newer.resolve("SHA256SUMS"));
    Files.delete(newest.resolve("state.json"));
    List<String> skipped = new ArrayList<>();
    assertThat(latest(skipped)).contains(oldest);
    assertThat(skipped).hasSize(3);
    assertThat(skipped.get(0)).contains("kimg000004", "state.json: expected a file, found none");
    assertThat(skipped.get(1)).contains("kimg000003", "SHA256SUMS: expected a file, found none");
    assertThat(skipped.get(2)).contains("kimg000002", "ema.safetensors: expected 7 more bytes");
  }

  /** After 1,000 to 3,000 images the run went on from the first, twice. */
  @Test
  void latestFallsBackToWhatLedToIt() throws IOException {
    Path first = save(1_000);
    save(2_000);
    save(3_000);
    Provenance again = PROVENANCE.with(Provenance.resumedAt(1_000, "Organza")).with("changed lr");
    Path second = store().save(CONFIG, state(2_000), again);
    Path last =
        store().save(CONFIG, state(4_000), again.with(Provenance.resumedAt(2_000, "Organza")));
    assertThat(latest(new ArrayList<>())).contains(last);
    Files.writeString(last.resolve("ema.safetensors"), "x");
    assertThat(latest(new ArrayList<>())).contains(second);
    Files.writeString(second.resolve("ema.safetensors"), "x");
    assertThat(latest(new ArrayList<>())).contains(first);
    Files.delete(last.resolve("state.json"));
    assertThat(latest(new ArrayList<>())).contains(run().resolve("kimg000003"));
  }

  @Test
  void latestDoesNotNeedItsFile() throws IOException {
    save(1_000);
    Path newest = save(2_000);
    Files.delete(run().resolve("latest"));
    assertThat(latest(new ArrayList<>())).contains(newest);
    Files.write(run().resolve("latest"), new byte[] {(byte) 0xff, 0});
    assertThat(latest(new ArrayList<>())).contains(newest);
    Files.writeString(run().resolve("latest"), "../../elsewhere");
    assertThat(latest(new ArrayList<>())).contains(newest);
  }

  @Test
  void pruneKeepsTheNewestAndTheFirstOfEachHour() throws IOException {
    save(1_000); // the first of the hour from 12
    save(2_000); // the first of the hour from 13
    Path third = save(3_000);
    Path fourth = save(4_000);
    now = Instant.parse("2026-05-02T13:00:00Z");
    save(5_000); // the first of the same hour on the next day
    Path sixth = save(6_000);
    save(7_000);
    save(8_000);
    assertThat(store().prune(6)).isEmpty();
    assertThat(store().prune(2)).containsExactly(third, fourth, sixth);
    assertThat(store().prune(2)).isEmpty();
    assertThat(names(run()))
        .containsExactly(
            "kimg000001", "kimg000002", "kimg000005", "kimg000007", "kimg000008", "latest");
    assertThatThrownBy(() -> store().prune(0)).hasMessage("keep must be at least 1, got 0");
  }

  @Test
  void pruneKeepsTheBest() throws IOException {
    save(1_000);
    Path best = save(2_000);
    Path other = save(3_000);
    save(4_000);
    now = Instant.parse("2026-05-01T13:00:30Z");
    Files.writeString(run().resolve("best"), "kimg000003\n");
    assertThat(store().prune(1)).isEmpty();
    save(5_000);
    Files.writeString(run().resolve("best"), "kimg000004\n");
    assertThat(store().prune(1)).containsExactly(other);
    assertThat(best).exists();
    Files.delete(run().resolve("best"));
    Files.createDirectory(run().resolve("best"));
    assertThat(store().prune(1)).containsExactly(run().resolve("kimg000004"));
  }

  @Test
  void theBestIsNamedAndMayBeAnother() throws IOException {
    Path first = save(1_000);
    Path second = save(2_000);
    store().markBest(second);
    assertThat(run().resolve("best")).hasContent("kimg000002\n");
    store().markBest(first);
    assertThat(CheckpointPaths.directory(run().resolve("best"))).contains(first);
    assertThatThrownBy(() -> store().markBest(run().resolve("kimg000009")))
        .hasMessageContaining("kimg000009: no checkpoint in");
  }

  @Test
  void aDamagedCheckpointIsStillOne() throws IOException {
    Path checkpoint = save(1_000);
    assertThat(checkpoint).matches(CheckpointPaths::isCheckpoint);
    Files.delete(checkpoint.resolve("SHA256SUMS"));
    assertThat(checkpoint).matches(CheckpointPaths::isCheckpoint);
    assertThat(run()).matches(path -> !CheckpointPaths.isCheckpoint(path));
  }

  @Test
  void listsSizesAndWhatIsDamaged() throws IOException {
    assertThat(store().entries()).isEmpty();
    Path intact = save(1_000);
    Path damaged = save(2_000);
    Files.delete(damaged.resolve("config.json"));
    List<CheckpointStore.Entry> entries = store().entries();
    assertThat(entries).hasSize(2);
    CheckpointStore.Entry first = entries.get(0);
    assertThat(first.directory()).isEqualTo(intact);
    long bytes = 0;
    for (String name : names(intact)) {
      bytes += Files.readAllBytes(intact.resolve(name)).length;
    }
    assertThat(first.bytes()).isEqualTo(bytes);
    assertThat(first.damage()).isNull();
    assertThat(first.checkpoint()).isNotNull();
    CheckpointStore.Entry second = entries.get(1);
    assertThat(second.checkpoint()).isNull();
    assertThat(second.damage()).hasMessageContaining("config.json: expected a file, found none");
    assertThat(second.bytes()).isPositive();
  }

  @Test
  void aLeftoverWithMoreInItStaysAndIsNotInTheWay() throws IOException {
    Path partial = Files.createDirectories(run().resolve(".kimg000001.partial"));
    Files.writeString(partial.resolve("notes.txt"), "mine");
    Path precious = Files.writeString(folder.resolve("precious"), "x");
    Links.make(run().resolve(".latest.partial"), precious);
    assertThat(save(1_000)).hasFileName("kimg000001-2");
    assertThat(partial.resolve("notes.txt")).exists();
    assertThat(precious).content().isEqualTo("x");
    assertThat(names(run()))
        .containsExactly(".kimg000001.partial", ".latest.partial", "kimg000001-2", "latest");
  }

  @Test
  void aLeftoverNameOfTheLatestIsCleanedAtTheNextSave() throws IOException {
    Files.createDirectories(run());
    Files.writeString(run().resolve(".latest.partial"), "kimg0000");
    TrainingState wrong = new TrainingState(Map.of("w", root.ones(new Shape(2))));
    assertThatThrownBy(() -> store().save(CONFIG, wrong, PROVENANCE));
    assertThat(names(run())).isEmpty();
  }

  @Test
  void pruneKeepsTheLastSavedEvenIfTrainingWentBack() throws IOException {
    now = Instant.parse("2026-05-01T12:59:30Z");
    Path untrained = save(0);
    Path first = save(500);
    now = Instant.parse("2026-05-01T12:59:59Z");
    Path before = save(1_000);
    Path hour = save(20_000);
    Path back = save(21_000);
    Path far = save(30_000);
    Path last = save(11_000);
    assertThat(store().prune(1)).containsExactly(untrained, before, back, far);
    assertThat(List.of(first, hour, last)).allSatisfy(kept -> assertThat(kept).exists());
  }

  /** After 1,000 to 5,000 images the run went on from 2,000, all within a second. */
  @Test
  void pruneKeepsWhatLedToTheLastBeforeWhatWasLeftBehind() throws IOException {
    CheckpointStore store = new CheckpointStore(run(), () -> now);
    Path first = store.save(CONFIG, state(1_000), PROVENANCE); // the first of the hour
    Path second = store.save(CONFIG, state(2_000), PROVENANCE);
    List<Path> leftBehind = new ArrayList<>();
    for (long images : new long[] {3_000, 4_000, 5_000}) {
      leftBehind.add(store.save(CONFIG, state(images), PROVENANCE));
    }
    Provenance again = PROVENANCE.with(Provenance.resumedAt(2_000, "Organza"));
    Path third = store.save(CONFIG, state(3_000), again);
    assertThat(store.prune(4)).containsExactly(leftBehind.get(0), leftBehind.get(1));
    Path last = store.save(CONFIG, state(4_000), again);
    assertThat(store.prune(3)).containsExactly(leftBehind.get(2));
    assertThat(store.list()).containsExactly(first, second, third, last);
  }

  /** Names within a thousand images say nothing of the order, as earlier versions gave them. */
  @Test
  void theNewestIsThatOfTheMostImagesWhateverItsName() throws IOException {
    save(100); // the first of its hour
    save(200); // the first of the next
    Path newer = save(500);
    Path older = save(300);
    Path last = save(600);
    assertThat(store().prune(2)).containsExactly(older);
    Path swapped = save(400);
    Files.delete(run().resolve("latest"));
    Files.writeString(last.resolve("ema.safetensors"), "x");
    assertThat(swapped).hasFileName("kimg000000-6");
    assertThat(latest(new ArrayList<>())).contains(newer);
  }

  @Test
  void pruneDeletesOnlyWhatTheStoreWrote() throws IOException {
    Path withNotes = save(1_000);
    Files.writeString(withNotes.resolve("notes.txt"), "mine");
    Path otherFormat = save(2_000);
    CheckpointFixture.forge(otherFormat, "state.json", "Version\": 1", "Version\": 2");
    Path empty = Files.createDirectory(run().resolve("kimg000003"));
    Path copy = Files.createDirectory(run().resolve("kimg000004 copy"));
    Path elsewhere =
        new CheckpointStore(folder.resolve("other")).save(CONFIG, state(5), PROVENANCE);
    Path link = Links.make(run().resolve("kimg000005"), elsewhere);
    save(5_500); // the first of its hour
    Path withLink = save(5_700);
    Path weights = withLink.resolve("ema.safetensors");
    Links.make(weights, Files.move(weights, folder.resolve("weights")));
    Path own = save(6_000);
    Path newest = save(7_000);
    assertThat(store().prune(1)).containsExactly(own);
    assertThat(List.of(withNotes, withLink, otherFormat, empty, copy, link, elsewhere, newest))
        .allSatisfy(path -> assertThat(path).exists());
    assertThat(own).doesNotExist();
  }

  private Path run() {
    return folder.resolve("00003-flowers");
  }

  private CheckpointStore store() {
    return new CheckpointStore(run(), this::tick);
  }

  private Instant tick() {
    Instant before = now;
    now = now.plusSeconds(10);
    return before;
  }

  private Path save(long images) throws IOException {
    return store().save(CONFIG, state(images), PROVENANCE);
  }

  private TrainingState state(long images) {
    return small(root, images);
  }

  private Optional<Path> latest(List<String> skipped) throws IOException {
    return store()
        .latest(e -> skipped.add(String.valueOf(e.getMessage())))
        .map(Checkpoint::directory);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
