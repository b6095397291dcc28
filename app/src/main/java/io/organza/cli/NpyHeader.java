package io.organza.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a file in NumPy's format {@code .npy} says about its array, whose bytes follow, the last
 * dimension's side by side.
 *
 * @param type the type of a number as NumPy writes it: {@code |u1} (uint8), {@code <f4} (float32)
 * @param shape the sizes of the dimensions
 */
record NpyHeader(String type, List<Long> shape) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The array begins at a multiple of this. */
  private static final int ALIGNMENT = 64;

  /** Magic, two bytes of version, two of length. */
  private static final int START = 10;

  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']{1,16})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *False");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([\\d, ]{0,200})\\)");

  NpyHeader {
    shape = List.copyOf(shape);
  }

  /** Returns the sizes of the dimensions as NumPy writes them. */
  String sizes() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Returns the header as bytes, version 1.0. */
  byte[] toBytes() {
    String description =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, sizes());
    int used = START + description.length() + 1;
    description += " ".repeat((ALIGNMENT - used % ALIGNMENT) % ALIGNMENT) + "\n";
    byte[] text = description.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(START + text.length)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .put((byte) text.length)
        .put((byte) (text.length >> 8))
        .put(text)
        .array();
  }

  /**
   * Reads a header of version 1.0, up to where the array begins.
   *
   * @return nothing if it is no such header, or the array lies the other way round
   */
  static Optional<NpyHeader> read(InputStream stream) throws IOException {
    byte[] start = stream.readNBytes(START);
    if (start.length < START || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    int length = (start[8] & 0xFF) | (start[9] & 0xFF) << 8;
    String text = new String(stream.readNBytes(length), StandardCharsets.US_ASCII);
    Matcher type = TYPE.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (start[6] != 1 || !type.find() || !shape.find() || !ORDER.matcher(text).find()) {
      return Optional.empty();
    }
    try {
      List<Long> sizes =
          Pattern.compile("\\d+")
              .matcher(shape.group(1))
              .results()
              .map(size -> Long.valueOf(size.group()))
              .toList();
      return Optional.of(new NpyHeader(type.group(1), sizes));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
