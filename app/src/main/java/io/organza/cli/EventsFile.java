package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What a process tells TensorBoard: each number of a tick or score is a scalar of its name, at the
 * images that were shown.
 *
 * <p>Events are messages of TensorFlow's {@code event.proto}, in the records of its {@code
 * record_writer.h}: length, checksum of the length, message, checksum of the message.
 */
final class EventsFile {

  /** What is written to a message; the numbers of its fields are those of {@code event.proto}. */
  @FunctionalInterface
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static final double MILLIS = 1000;

  /** {@code SessionLog.SessionStatus.START}. */
  private static final int START = 1;

  /** Is added to checksums, so that a checksum of what has checksums is another. */
  private static final int MASK = 0xA282EAD8;

  /** What is no measure: the step, and the times, which each event has. */
  private static final Set<String> OTHERS =
      Set.of("images", "seconds", StatsWriter.BEFORE, StatsWriter.IMAGES_BEFORE);

  private final Path file;

  /** Prepares to write what a process tells that began at an instant; nothing is written yet. */
  EventsFile(Path folder, Instant begun) {
    file =
        folder.resolve(
            "events.out.tfevents.%s.%s"
                .formatted(begun.getEpochSecond(), ProcessHandle.current().pid()));
  }

  Path path() {
    return file;
  }

  /** Says that the training goes on from so many images: what was told of more does not count. */
  void begin(long images) throws IOException {
    append(out -> out.writeString(3, "brain.Event:2"));
    append(
        out -> {
          out.writeInt64(2, images + 1);
          out.writeByteArray(7, message(session -> session.writeEnum(1, START)));
        });
  }

  /** Adds the numbers of a line of {@code stats.jsonl}. */
  void add(JsonNode line) throws IOException {
    byte[] summary =
        message(
            values -> {
              for (Map.Entry<String, JsonNode> field : line.properties()) {
                if (field.getValue().isNumber() && !OTHERS.contains(field.getKey())) {
                  values.writeByteArray(1, scalar(field.getKey(), field.getValue().floatValue()));
                }
              }
            });
    append(
        out -> {
          out.writeInt64(2, line.path("images").asLong());
          out.writeByteArray(5, summary);
        });
  }

  private static byte[] scalar(String name, float value) throws IOException {
    return message(
        out -> {
          out.writeString(1, name);
          out.writeFloat(2, value);
        });
  }

  /** Appends an event of this moment. */
  private void append(Fields fields) throws IOException {
    byte[] event =
        message(
            out -> {
              out.writeDouble(1, Instant.now().toEpochMilli() / MILLIS);
              fields.writeTo(out);
            });
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(event.length)
            .array();
    byte[] all =
        ByteBuffer.allocate(length.length + event.length + 2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(length)
            .putInt(checksum(length))
            .put(event)
            .putInt(checksum(event))
            .array();
    Files.write(file, all, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
