package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.organza.metric.Judge;
import io.organza.training.Recovery;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsFileTest {

  @TempDir Path folder;

  /** What TensorBoard is told at a step. */
  private record Event(long step, Map<String, Float> scalars, boolean isStart, double time) {}

  /** The first record of every file that TensorFlow writes begins with these bytes. */
  @Test
  void aFileBeginsAsThoseOfTensorFlowDo() throws IOException {
    EventsFile events = new EventsFile(folder, Instant.now());
    events.begin(0);
    assertThat(events.path().getFileName().toString()).startsWith("events.out.tfevents.");
    assertThat(events.path())
        .content(StandardCharsets.ISO_8859_1)
        .startsWith("\u0018\0\0\0\0\0\0\0\u00a3\u007fK\"\t")
        .contains("brain.Event:2");
  }

  @Test
  void ticksAndScoresAreScalarsAndWhatWasLeftBehindIsNot() throws IOException {
    double before = System.currentTimeMillis() / 1000.0;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TrainingState state = new TrainingState(Map.of("a/b", manager.ones(new Shape(1))));
      state.resume(TrainingProgress.of(2, 64));
      StatsWriter writer = new StatsWriter(folder.resolve("stats.jsonl"), Console.unseen());
      writer.started(state);
      writer.ticked(state, FormatTest.TICK);
      writer.write(new ScoreHistory.Score(12_032, 4.5, RealSet.HOLDOUT, Judge.FEATURES));
      writer.recovered(state, new Recovery.OutOfMemory(64, 8));
    }
    List<Event> events = events();
    assertThat(events)
        .extracting(Event::isStart)
        .containsExactly(false, true, false, false, false, true);
    // A start takes back what is at its step, too.
    assertThat(events).extracting(Event::step).containsExactly(0L, 65L, 12_032L, 12_032L, 0L, 65L);
    assertThat(events.get(2).scalars())
        .containsEntry("discriminatorLoss", 0.5f)
        .containsEntry("generatorGradientNorm", 1e-5f)
        .containsKey("imagesPerSecond")
        .doesNotContainKeys("r1", "images", "seconds", "secondsBefore", "imagesBefore", "begun");
    assertThat(events.get(3).scalars()).isEqualTo(Map.of("frechet", 4.5f));
    assertThat(events).allSatisfy(e -> assertThat(e.time()).isCloseTo(before, within(60.0)));
  }

  /** Reads the only file of events, and checks its checksums. */
  private List<Event> events() throws IOException {
    List<Path> files;
    try (var all = Files.newDirectoryStream(folder, "events.*")) {
      files = new ArrayList<>();
      all.forEach(files::add);
    }
    assertThat(files).hasSize(1);
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(files.get(0))).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertThat(unmasked(bytes.getInt())).isEqualTo(crc(length));
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertThat(unmasked(bytes.getInt())).isEqualTo(crc(event));
      events.add(event(UnknownFieldSet.parseFrom(event)));
    }
    return events;
  }

  private static Event event(UnknownFieldSet event) throws IOException {
    Map<String, Float> scalars = new TreeMap<>();
    for (ByteString summary : event.getField(5).getLengthDelimitedList()) {
      for (ByteString each :
          UnknownFieldSet.parseFrom(summary).getField(1).getLengthDelimitedList()) {
        UnknownFieldSet value = UnknownFieldSet.parseFrom(each);
        scalars.put(
            value.getField(1).getLengthDelimitedList().get(0).toStringUtf8(),
            Float.intBitsToFloat(value.getField(2).getFixed32List().get(0)));
      }
    }
    return new Event(
        event.getField(2).getVarintList().stream().findFirst().orElse(0L),
        scalars,
        event.hasField(7),
        Double.longBitsToDouble(event.getField(1).getFixed64List().get(0)));
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static int unmasked(int masked) {
    int rotated = masked - 0xA282EAD8;
    return (rotated >>> 17) | (rotated << 15);
  }
}
