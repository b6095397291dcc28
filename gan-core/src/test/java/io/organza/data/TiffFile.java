package io.organza.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A TIFF written byte by byte after TIFF 6.0: one strip, pixels interleaved, not compressed. */
final class TiffFile {

  static final int GRAY = 1;
  static final int RGB = 2;
  static final int INKS = 5;
  static final int SIGNED = 2;
  static final int PREMULTIPLIED = 1;
  static final int ALPHA = 2;

  private static final int BITS = 258;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int HEADER = 8;
  private static final int SHORT = 3;

  private final int samples;
  private final SortedMap<Integer, int[]> tags = new TreeMap<>();

  /** Begins a picture of the usual size, with so many samples a pixel of so many bits. */
  TiffFile(int colors, int samples, int bits) {
    this.samples = samples;
    tags.put(256, new int[] {FormatFiles.WIDTH});
    tags.put(257, new int[] {FormatFiles.HEIGHT});
    tags.put(BITS, repeated(bits));
    tags.put(259, new int[] {1});
    tags.put(262, new int[] {colors});
    tags.put(277, new int[] {samples});
    tags.put(278, new int[] {FormatFiles.HEIGHT});
  }

  /** Says what numbers the samples are; without it they are not below 0. */
  TiffFile format(int format) {
    tags.put(SAMPLE_FORMAT, repeated(format));
    return this;
  }

  /** Says what the last sample is. */
  TiffFile extra(int kind) {
    tags.put(EXTRA_SAMPLES, new int[] {kind});
    return this;
  }

  /** Returns the file of pixels as they are stored. */
  byte[] pixels(byte[] pixels) {
    int values = HEADER + 2 + 12 * (tags.size() + 2) + 4;
    int strip = values + 2 * tags.values().stream().mapToInt(value -> value.length).sum();
    tags.put(273, new int[] {strip});
    tags.put(279, new int[] {pixels.length});
    ByteBuffer file = ByteBuffer.allocate(strip + pixels.length);
    file.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(HEADER);
    file.putShort((short) tags.size());
    int at = values;
    for (Map.Entry<Integer, int[]> tag : tags.entrySet()) {
      int[] value = tag.getValue();
      file.putShort(tag.getKey().shortValue()).putShort((short) SHORT).putInt(value.length);
      if (value.length <= 2) {
        file.putShort((short) value[0]).putShort((short) (value.length == 2 ? value[1] : 0));
      } else {
        file.putInt(at);
        for (int one : value) {
          file.putShort(at, (short) one);
          at += 2;
        }
      }
    }
    return file.put(strip, pixels).array();
  }

  private int[] repeated(int value) {
    int[] values = new int[samples];
    Arrays.fill(values, value);
    return values;
  }
}
