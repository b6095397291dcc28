package io.organza.checkpoint;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file whose tensors are all float32: what lies where.
 *
 * <p>The format is that of the safetensors project: the header's length as a little-endian 64-bit
 * number, a JSON object, then the values of all tensors without gaps.
 *
 * @param shapes the tensors' shapes by name, in the order of their values
 * @param metadata texts by name that go along; none leaves them out
 */
record SafetensorsHeader(Map<String, Shape> shapes, Map<String, String> metadata) {

  private static final String METADATA = "__metadata__";
  private static final int LONGEST_NAME = 512;
  private static final int LARGEST_RANK = 16;
  private static final int ALIGNMENT = 8;

  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(3)
                      .maxNameLength(LONGEST_NAME)
                      .maxStringLength(RegularFiles.LONGEST_JSON)
                      .build())
              .build());

  SafetensorsHeader {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** What the header says of a tensor, named as in the file. */
  @SuppressWarnings("MemberName")
  private record Entry(String dtype, List<Long> shape, List<Long> data_offsets) {}

  /** Returns the file's first bytes: the length, then the JSON, padded to whole 8 bytes. */
  byte[] encode() {
    ObjectNode tree = MAPPER.createObjectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(tree.putObject(METADATA)::put);
    }
    long begin = 0;
    for (Map.Entry<String, Shape> tensor : shapes.entrySet()) {
      List<Long> dimensions = Arrays.stream(tensor.getValue().getShape()).boxed().toList();
      long end = begin + byteCount(dimensions);
      tree.set(tensor.getKey(), RecordJson.tree(new Entry("F32", dimensions, List.of(begin, end))));
      begin = end;
    }
    byte[] json = tree.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] bytes = new byte[Long.BYTES + padded];
    Arrays.fill(bytes, (byte) ' ');
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
    return bytes;
  }

  /**
   * Reads a header's JSON.
   *
   * @param dataBytes how many bytes follow the header
   * @throws IOException if the JSON is not such a header, or its tensors do not fill those bytes
   */
  static SafetensorsHeader decode(byte[] json, long dataBytes) throws IOException {
    // Strict in UTF-8: malformed bytes are an error, not a replacement character.
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      expect(text.startsWith("{") && parser.nextToken() == JsonToken.START_OBJECT, "an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = parser.readValueAsTree();
        if (name.equals(METADATA)) {
          metadata.putAll(texts(value));
        } else {
          entries.put(name, entry(name, value));
        }
      }
      expect(parser.nextToken() == null, "nothing after the object");
    }
    return new SafetensorsHeader(placed(entries, dataBytes), metadata);
  }

  private static Entry entry(String name, JsonNode value) throws IOException {
    try {
      expect(name.chars().noneMatch(Character::isISOControl), "names of printable characters");
      expect(value.size() <= 3, "dtype, shape and data_offsets, found " + value.size() + " keys");
      int rank = value.path("shape").size();
      expect(rank <= LARGEST_RANK, "a rank of at most " + LARGEST_RANK + ", found " + rank);
      int offsets = value.path("data_offsets").size();
      expect(offsets == 2, "two data_offsets, found " + offsets);
      Entry entry = RecordJson.read(value, Entry.class);
      expect(entry.dtype.equals("F32"), "dtype F32, found " + value.path("dtype"));
      expect(entry.shape.stream().allMatch(d -> d >= 0), "no negative side, found " + entry.shape);
      long bytes = byteCount(entry.shape);
      long begin = entry.data_offsets.get(0);
      long end = entry.data_offsets.get(1);
      expect(
          begin >= 0 && end >= begin && end - begin == bytes,
          "offsets of " + bytes + " bytes, found " + entry.data_offsets);
      return entry;
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      throw new IOException("tensor '" + name + "': " + e.getMessage(), e);
    }
  }

  /** Returns the shapes in the order of the values, which must have no gaps. */
  private static Map<String, Shape> placed(Map<String, Entry> entries, long dataBytes)
      throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    List<Map.Entry<String, Entry>> inOrder =
        entries.entrySet().stream()
            .sorted(Map.Entry.comparingByValue((a, b) -> Arrays.compare(offsets(a), offsets(b))))
            .toList();
    long end = 0;
    for (Map.Entry<String, Entry> tensor : inOrder) {
      long[] offsets = offsets(tensor.getValue());
      expect(
          offsets[0] == end,
          "tensor '" + tensor.getKey() + "' to begin at " + end + ", found " + offsets[0]);
      end = offsets[1];
      shapes.put(tensor.getKey(), new Shape(tensor.getValue().shape));
    }
    expect(end == dataBytes, end + " bytes of values, found " + dataBytes);
    return shapes;
  }

  private static long[] offsets(Entry entry) {
    return new long[] {entry.data_offsets.get(0), entry.data_offsets.get(1)};
  }

  private static Map<String, String> texts(JsonNode metadata) throws IOException {
    expect(metadata.isObject(), METADATA + " to be an object");
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> text : metadata.properties()) {
      expect(text.getValue().isTextual(), METADATA + " to be an object of texts");
      texts.put(text.getKey(), text.getValue().textValue());
    }
    return texts;
  }

  private static void expect(boolean holds, String expected) throws IOException {
    if (!holds) {
      throw new IOException("expected " + expected);
    }
  }

  private static long byteCount(List<Long> shape) {
    long bytes = Float.BYTES;
    for (long side : shape) {
      bytes = Math.multiplyExact(bytes, side);
    }
    return bytes;
  }
}
