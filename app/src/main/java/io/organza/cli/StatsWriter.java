package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.organza.record.RecordJson;
import io.organza.training.TickReport;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Appends each tick and score to a file, as lines of JSON; what was not measured is null. */
final class StatsWriter implements TrainingObserver, AutoCloseable {

  private final Path file;
  private final Console console;
  private final BufferedWriter writer;

  StatsWriter(Path file, Console console) throws IOException {
    this.file = file;
    this.console = console;
    boolean cutShort = isCutShort(file);
    writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (cutShort) {
      writer.write("\n");
    }
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
  public void ticked(TrainingState state, TickReport report) {
    write(report);
  }

  /** Appends a line. */
  void write(Record values) {
    try {
      writer.write(json(values) + "\n");
      writer.flush();
    } catch (IOException e) {
      console.warn("cannot write " + file + ": " + Failures.describe(e));
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      console.warn("cannot write " + file + ": " + Failures.describe(e));
    }
  }

  /** Returns the values in one line; JSON has neither NaN nor infinity. */
  static String json(Record values) {
    JsonNode tree = RecordJson.tree(values);
    clear(tree);
    return tree.toString();
  }

  private static void clear(JsonNode tree) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      JsonNode value = field.getValue();
      if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
        field.setValue(NullNode.getInstance());
      } else {
        clear(value);
      }
    }
  }
}
