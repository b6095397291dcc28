package io.organza;

import ai.djl.Device;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.data.PackedImages;
import io.organza.data.RealBatches;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.SampleWriter;
import io.organza.training.Cadence;
import io.organza.training.RealBatch;
import io.organza.training.Recovery;
import io.organza.training.TickReport;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A training whose checkpoints, sheets of samples and events are kept, to compare with another. */
final class RecordedRun implements TrainingObserver {

  private static final Provenance PROVENANCE = new Provenance("", Map.of(), Map.of(), List.of());

  /** Always the same, for it is part of what is compared. */
  private static final Instant SAVED_AT = Instant.parse("2026-05-01T12:00:00Z");

  private final GanConfig config;
  private final PackedImages images;
  private final Predicate<TrainingState> fails;
  private final Path folder;
  private final Map<Long, Path> checkpoints = new HashMap<>();
  private final List<Long> ticks = new ArrayList<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private final Set<Double> augmentProbabilities = new HashSet<>();
  private final Set<Double> l2Decades = new HashSet<>();
  private Set<Integer> saves = Set.of();
  private @Nullable End end;

  /** All of a state, to compare. */
  record End(TrainingProgress progress, Map<String, ByteBuffer> tensors) {}

  /**
   * Prepares a training.
   *
   * @param fails whether the step that follows a state is given images that are no numbers
   * @param folder where its files go
   */
  RecordedRun(GanConfig config, PackedImages images, Predicate<TrainingState> fails, Path folder) {
    this.config = config;
    this.images = images;
    this.fails = fails;
    this.folder = folder;
  }

  /**
   * Trains to the end.
   *
   * @param saves the steps after which a checkpoint is saved
   * @param from the checkpoint to begin with, if any
   */
  void train(Set<Integer> saves, @Nullable Path from) throws IOException {
    this.saves = saves;
    int batch = config.training().batch();
    try (TrainingLoop loop =
            new TrainingLoop(
                config.network(), config.loss(), config.training(), config.seed(), Device.cpu());
        ImageGenerator generator =
            new ImageGenerator(config.network(), config.training().precision(), Device.cpu());
        RealBatches batches =
            new RealBatches(images, batch, config.data().mirror(), false, config.seed())) {
      if (config.loss().adaptiveL2().enabled()) {
        loop.compare(
            index -> new RealBatch(batches.batch(index), labels(index)),
            index -> new RealBatch(batches.batch(1000 + index), labels(index)));
      }
      if (from != null) {
        Checkpoint.open(from).restore(loop.state());
      }
      SampleWriter sheets =
          new SampleWriter(
              generator,
              samples(),
              new Cadence(5 * batch / 1000.0, batch),
              (file, e) -> {
                throw new UncheckedIOException(e);
              });
      loop.run(
          step -> {
            float[] pixels = batches.batch(step);
            if (fails.test(loop.state())) {
              Arrays.fill(pixels, Float.NaN);
            }
            return new RealBatch(pixels, labels(step));
          },
          List.of(this, sheets),
          () -> false);
    }
  }

  /** The classes of a step's images, if the networks know any: not in the images' own rhythm. */
  private int[] labels(long step) {
    int classes = config.network().classes();
    int batch = classes == 0 ? 0 : config.training().batch();
    return IntStream.range(0, batch).map(i -> (int) ((step * i + i) % classes)).toArray();
  }

  @Override
  public void stepped(TrainingState state) {
    augmentProbabilities.add(state.progress().augmentProbability());
    l2Decades.add(state.progress().l2Decades());
    if (saves.contains((int) state.steps())) {
      save(state);
    }
  }

  @Override
  public void ticked(TrainingState state, TickReport report) {
    ticks.add(report.images());
  }

  @Override
  public void recovered(TrainingState state, Recovery recovery) {
    recoveries.add(recovery);
  }

  @Override
  public void finished(TrainingState state) {
    state.gatherStatistics();
    Map<String, ByteBuffer> tensors = new TreeMap<>();
    state.tensors().forEach((name, a) -> tensors.put(name, ByteBuffer.wrap(a.toByteArray())));
    end = new End(state.progress(), tensors);
  }

  private void save(TrainingState state) {
    try {
      Path saved =
          new CheckpointStore(folder.resolve("checkpoints"), () -> SAVED_AT)
              .save(config, state, PROVENANCE);
      checkpoints.put(state.steps(), saved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the last checkpoint that was saved after so many steps. */
  Path checkpoint(long steps) {
    return Objects.requireNonNull(checkpoints.get(steps), () -> "none after step " + steps);
  }

  /** Returns the state at the end. */
  End end() {
    return Objects.requireNonNull(end);
  }

  Path samples() {
    return folder.resolve("samples");
  }

  /** Returns the number of images at each tick. */
  List<Long> ticks() {
    return ticks;
  }

  /** Returns the probabilities of augmentation that there were after steps. */
  Set<Double> augmentProbabilities() {
    return augmentProbabilities;
  }

  /** Returns by how many powers of ten lambda had moved after steps. */
  Set<Double> l2Decades() {
    return l2Decades;
  }

  List<Recovery> recoveries() {
    return recoveries;
  }
}
