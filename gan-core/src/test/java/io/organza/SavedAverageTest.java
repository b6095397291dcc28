package io.organza;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.organza.checkpoint.BackgroundSaver;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.SampleWriter;
import io.organza.torch.Precision;
import io.organza.training.Cadence;
import io.organza.training.RealBatch;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever asks a trained state first gets running statistics that fit its average: until then they
 * are those of the beginning, means of 0 and variances of 1.
 */
class SavedAverageTest {

  private static final GanConfig CONFIG =
      Preset.TINY.config(DataOptions.of("made pictures"), 8, 8, 3);
  private static final Provenance PROVENANCE = new Provenance("", Map.of(), Map.of(), List.of());

  @TempDir Path folder;

  /** Is the first to ask for the state's average; returns what it was given of it. */
  private interface First {
    SortedMap<String, ByteBuffer> read(TrainingState state) throws IOException;
  }

  @Test
  void aCheckpoint() throws IOException {
    check(state -> values(new CheckpointStore(folder).save(CONFIG, state, PROVENANCE)));
  }

  @Test
  void aCheckpointThatIsSavedInTheBackground() throws IOException {
    check(
        state -> {
          try (BackgroundSaver saver = new BackgroundSaver(new CheckpointStore(folder), CONFIG)) {
            saver.save(state, PROVENANCE);
            return values(saver.await().orElseThrow());
          }
        });
  }

  @Test
  void aSheet() throws IOException {
    try (ImageGenerator generator =
        new ImageGenerator(CONFIG.network(), Precision.FP32, Device.cpu())) {
      SampleWriter sheets =
          new SampleWriter(
              generator,
              folder,
              new Cadence(1, CONFIG.training().batch()),
              (file, e) -> {
                throw new UncheckedIOException(e);
              });
      check(
          state -> {
            sheets.finished(state);
            return values(generator.tensors());
          });
    }
  }

  private static void check(First first) throws IOException {
    int batch = CONFIG.training().batch();
    try (TrainingLoop loop =
        new TrainingLoop(CONFIG.network(), CONFIG.loss(), CONFIG.training(), 0, Device.cpu())) {
      TrainingState state = loop.state();
      SortedMap<String, ByteBuffer> begun = values(state.group("ema"));
      RealBatch grey = RealBatch.unlabelled(new float[batch * 3 * 8 * 8]);
      loop.run(step -> grey, List.of(), () -> state.steps() == 2);

      SortedMap<String, ByteBuffer> read = first.read(state);
      assertThat(read).isEqualTo(values(state.average()));
      assertThat(read.get("stage0.norm.variance")).isNotEqualTo(begun.get("stage0.norm.variance"));
    }
  }

  private static SortedMap<String, ByteBuffer> values(Path checkpoint) throws IOException {
    try (ImageGenerator generator =
        ImageGenerator.of(Checkpoint.open(checkpoint), Precision.FP32, Device.cpu())) {
      return values(generator.tensors());
    }
  }

  private static SortedMap<String, ByteBuffer> values(SortedMap<String, NDArray> tensors) {
    SortedMap<String, ByteBuffer> values = new TreeMap<>();
    tensors.forEach((name, tensor) -> values.put(name, ByteBuffer.wrap(tensor.toByteArray())));
    return values;
  }
}
