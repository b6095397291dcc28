package io.organza.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A PNG written chunk by chunk, for variants that ImageIO does not write. */
final class PngFile {

  static final int GRAY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GRAY_ALPHA = 4;
  static final int RGB_ALPHA = 6;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PngFile(int width, int height, int bits, int colors) throws IOException {
    bytes.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put((byte) bits).put((byte) colors).array());
  }

  PngFile chunk(String type, byte[] content) throws IOException {
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.writeInt((int) checksum.getValue());
    return this;
  }

  /** Ends the file with the rows, each of them whole bytes without a filter. */
  byte[] rows(byte[]... rows) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      for (byte[] row : rows) {
        out.write(0);
        out.write(row);
      }
    }
    chunk("IDAT", deflated.toByteArray());
    chunk("IEND", new byte[0]);
    return bytes.toByteArray();
  }

  /** Returns an embedded profile's chunk content. */
  static byte[] profile(byte[] icc) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(new byte[] {'x', 0, 0});
    try (DeflaterOutputStream out = new DeflaterOutputStream(content)) {
      out.write(icc);
    }
    return content.toByteArray();
  }
}
