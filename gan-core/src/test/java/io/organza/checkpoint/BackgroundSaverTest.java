package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.CONFIG;
import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static io.organza.checkpoint.CheckpointFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackgroundSaverTest {

  @TempDir Path folder;

  private final NDManager root = NDManager.newBaseManager();
  private final TrainingState state = CheckpointFixture.state(root, 12_000, 5);

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @Test
  void savesTheStateAsItWasWhileTrainingGoesOn() throws IOException {
    Map<String, float[]> before = values(state);
    CountDownLatch begun = new CountDownLatch(1);
    try (BackgroundSaver saver = new BackgroundSaver(slow(begun), CONFIG)) {
      assertThat(saver.save(state, PROVENANCE)).isTrue();
      train();
      assertThat(saver.poll()).isEmpty();
      begun.countDown();
      Path saved = saver.await().orElseThrow();

      assertThat(saved).isEqualTo(run().resolve("kimg000012"));
      TrainingState restored = CheckpointFixture.state(root, 0, 0);
      Checkpoint.open(saved).restore(restored);
      assertThat(restored.images()).isEqualTo(12_000);
      assertThat(values(restored)).usingRecursiveComparison().isEqualTo(before);
    }
  }

  @Test
  void whatIsSavedIsNotWhatMemoryWasReservedFor() throws IOException {
    try (BackgroundSaver saver = new BackgroundSaver(new CheckpointStore(run()), CONFIG)) {
      saver.reserve(state);
      train();
      saver.save(state, PROVENANCE);
      TrainingState restored = CheckpointFixture.state(root, 0, 0);
      Checkpoint.open(saver.await().orElseThrow()).restore(restored);
      assertThat(restored.images()).isEqualTo(state.images());
      assertThat(values(restored)).usingRecursiveComparison().isEqualTo(values(state));
    }
  }

  @Test
  void isBusyUntilItHasToldWhatBecameOfTheLastOne() throws IOException {
    CountDownLatch begun = new CountDownLatch(1);
    try (BackgroundSaver saver = new BackgroundSaver(slow(begun), CONFIG)) {
      saver.save(state, PROVENANCE);
      train();
      assertThat(saver.save(state, PROVENANCE)).isFalse();
      begun.countDown();
      assertThat(polled(saver)).hasFileName("kimg000012");
      assertThat(saver.poll()).isEmpty();
      assertThat(saver.await()).isEmpty();
      assertThat(saver.save(state, PROVENANCE)).isTrue();
      assertThat(saver.await().orElseThrow()).hasFileName("kimg000013");
    }
    assertThat(new CheckpointStore(run()).list()).hasSize(2);
  }

  @Test
  void tellsAFailureOnceAndCanTryAgain() throws IOException {
    Files.writeString(run(), "a file where the run's directory should be");
    try (BackgroundSaver saver = new BackgroundSaver(new CheckpointStore(run()), CONFIG)) {
      saver.save(state, PROVENANCE);
      assertThatThrownBy(saver::await).isInstanceOf(IOException.class);
      assertThat(saver.await()).isEmpty();
      Files.delete(run());
      assertThat(saver.save(state, PROVENANCE)).isTrue();
      assertThat(saver.await()).isPresent();
    }
  }

  @Test
  void tellsAMistakeInTheState() throws IOException {
    TrainingState wrong =
        new TrainingState(Map.of("ema/w", root.ones(new Shape(2), DataType.INT32)));
    try (BackgroundSaver saver = new BackgroundSaver(new CheckpointStore(run()), CONFIG)) {
      saver.save(wrong, PROVENANCE);
      assertThatThrownBy(saver::await)
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("w: must be float32, got int32");
    }
  }

  @Test
  void closingWaitsAndTellsWhatNobodyAskedFor() throws IOException {
    BackgroundSaver saver = new BackgroundSaver(new CheckpointStore(run()), CONFIG);
    saver.save(state, PROVENANCE);
    saver.close();
    assertThat(Checkpoint.open(run().resolve("kimg000012")).images()).isEqualTo(12_000);

    Path file = Files.writeString(folder.resolve("file"), "x");
    BackgroundSaver failing = new BackgroundSaver(new CheckpointStore(file), CONFIG);
    failing.save(state, PROVENANCE);
    assertThatThrownBy(failing::close).isInstanceOf(IOException.class);
    failing.close();
  }

  @Test
  void anInterruptedThreadWaitsAllTheSame() throws IOException {
    CountDownLatch begun = new CountDownLatch(1);
    try (BackgroundSaver saver = new BackgroundSaver(slow(begun), CONFIG)) {
      saver.save(state, PROVENANCE);
      Thread.currentThread().interrupt();
      begun.countDown();
      assertThat(saver.await()).isPresent();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void leavesNothingWithTheOwnerOfTheTraining() throws IOException {
    int arrays = root.getManagedArrays().size();
    try (BackgroundSaver saver = new BackgroundSaver(new CheckpointStore(run()), CONFIG)) {
      for (int i = 0; i < 5; i++) {
        assertThat(saver.save(state, PROVENANCE)).isTrue();
        assertThat(root.getManagedArrays()).hasSize(arrays);
        assertThat(saver.await()).isPresent();
      }
    }
    assertThat(root.getManagedArrays()).hasSize(arrays);
  }

  private static Path polled(BackgroundSaver saver) throws IOException {
    Optional<Path> saved = saver.poll();
    while (saved.isEmpty()) {
      Thread.onSpinWait();
      saved = saver.poll();
    }
    return saved.get();
  }

  private Path run() {
    return folder.resolve("run");
  }

  /** Returns a store whose first save begins when it is told to. */
  private CheckpointStore slow(CountDownLatch begun) {
    return new CheckpointStore(
        run(),
        () -> {
          try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Instant.EPOCH;
        });
  }

  private void train() {
    for (NDArray tensor : state.tensors().values()) {
      try (NDArray values = tensor.stopGradient()) {
        values.addi(1);
      }
    }
    state.resume(TrainingProgress.of(state.steps() + 1, state.images() + 1_000));
  }
}
