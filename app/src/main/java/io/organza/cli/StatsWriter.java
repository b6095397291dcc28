package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.record.RecordJson;
import io.organza.training.Recovery;
import io.organza.training.TickReport;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Appends each tick and score to a file, as lines of JSON; what was not measured is null. A tick
 * has the seconds of its process, and those of the processes that trained the run before; and when
 * its process began, and after how many images. Beside it is an {@link EventsFile} for each
 * process.
 */
final class StatsWriter implements TrainingObserver {

  /** What the seconds of the processes before are called. */
  static final String BEFORE = "secondsBefore";

  /** What the images that its process began with are called. */
  static final String IMAGES_BEFORE = "imagesBefore";

  /** What the time when its process began is called, an instant of ISO 8601 in UTC. */
  static final String BEGUN = "begun";

  /** What writes to a file. */
  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }

  private final Path file;
  private final Console console;
  private final double before;
  private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final EventsFile events;
  private long imagesBefore;

  /** Prepares to append what this process does. */
  StatsWriter(Path file, Console console) throws IOException {
    this.file = file;
    this.console = console;
    before = RunStats.seconds(file);
    events = new EventsFile(Folders.of(file), begun);
    append(isCutShort(file) ? "\n" : "");
  }

  /** Returns whether the last line of a file has no end, as a power cut leaves it. */
  private static boolean isCutShort(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, channel.size() - 1);
      return last.get(0) != '\n';
    }
  }

  @Override
  public void started(TrainingState state) {
    imagesBefore = state.images();
    attempt(events.path(), () -> events.begin(imagesBefore));
  }

  @Override
  public void recovered(TrainingState state, Recovery recovery) {
    attempt(events.path(), () -> events.begin(state.images()));
  }

  @Override
  public void ticked(TrainingState state, TickReport report) {
    ObjectNode tick = RecordJson.finiteTree(report);
    tick.put(BEFORE, before);
    tick.put(IMAGES_BEFORE, imagesBefore);
    tick.put(BEGUN, begun.toString());
    write(tick);
  }

  /** Appends a line. */
  void write(Record values) {
    write(RecordJson.finiteTree(values));
  }

  private void write(JsonNode line) {
    attempt(file, () -> append(line + "\n"));
    attempt(events.path(), () -> events.add(line));
  }

  private void attempt(Path written, Write write) {
    try {
      write.run();
    } catch (IOException e) {
      console.warn("cannot write " + written + ": " + Failures.describe(e));
    }
  }

  /** Opens the file each time: a run's folder may be removed, and made again. */
  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Returns the values in one line; JSON has neither NaN nor infinity. */
  static String json(Record values) {
    return RecordJson.finiteTree(values).toString();
  }
}
