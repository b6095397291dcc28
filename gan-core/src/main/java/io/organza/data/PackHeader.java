package io.organza.data;

import io.organza.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The first bytes of a file of packed images.
 *
 * <p>The file is this header; the levels (N, C, H, W), one byte each; N indices of the images in
 * their source, four bytes each; N hashes of their files, eight bytes each; and the report on
 * skipped files in UTF-8. Numbers are big-endian.
 *
 * @param count N
 * @param shape C, H and W
 * @param ignored the number of files that were no images by their name
 * @param reportBytes the length of the report
 * @param enlarged how many of the images had fewer pixels than the shape
 * @param allGrey whether the files store all of the images without colour
 * @param sourceHash the hash of the source's fingerprint and all that decides how images are made
 *     to fit, in hexadecimal
 * @param contentHash the hash of shape and levels, in hexadecimal
 */
record PackHeader(
    long count,
    ImageShape shape,
    int ignored,
    int reportBytes,
    int enlarged,
    boolean allGrey,
    String sourceHash,
    String contentHash) {

  /** Changes whenever the layout does, or what pictures become of the same files. */
  static final int VERSION = 5;

  static final int BYTES = 128;

  private static final long MAGIC = 0x4F52_475A_5041_434BL; // "ORGZPACK"
  private static final int VERSION_END = Long.BYTES + Integer.BYTES;
  private static final int HASH_BYTES = 32;

  /** The bytes of an image's index and hash. */
  static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

  /** Returns where the indices begin, after the levels. */
  long tableStart() {
    return BYTES + count * shape.size();
  }

  /** Returns where the report begins, after the hashes. */
  long reportStart() {
    return tableStart() + count * ENTRY_BYTES;
  }

  /** Returns the length of the whole file. */
  long fileBytes() {
    return reportStart() + reportBytes;
  }

  ByteBuffer toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(VERSION);
    bytes.putLong(count).putInt(shape.channels()).putInt(shape.height()).putInt(shape.width());
    bytes.putInt(ignored).putInt(reportBytes).putInt(enlarged).putInt(allGrey ? 1 : 0);
    bytes.put(HexFormat.of().parseHex(sourceHash)).put(HexFormat.of().parseHex(contentHash));
    return bytes.putLong(BYTES - Long.BYTES, checksum(bytes)).rewind();
  }

  /** Reads a header; throws {@link IOException} if it or the file's length is not as written. */
  static PackHeader read(FileChannel file) throws IOException {
    if (version(file) != VERSION) {
      throw new IOException("no packed images of version " + VERSION);
    }
    ByteBuffer bytes = first(file, BYTES).position(VERSION_END);
    if (bytes.getLong(BYTES - Long.BYTES) != checksum(bytes)) {
      throw new IOException("damaged header");
    }
    long count = bytes.getLong();
    ImageShape shape = new ImageShape(bytes.getInt(), bytes.getInt(), bytes.getInt());
    PackHeader header =
        new PackHeader(
            count,
            shape,
            bytes.getInt(),
            bytes.getInt(),
            bytes.getInt(),
            bytes.getInt() != 0,
            hash(bytes),
            hash(bytes));
    if (file.size() != header.fileBytes()) {
      throw new IOException(
          "expected %d bytes, found %d".formatted(header.fileBytes(), file.size()));
    }
    return header;
  }

  /**
   * Returns the version of the layout; throws {@link IOException} if these are no packed images.
   */
  static int version(FileChannel file) throws IOException {
    ByteBuffer bytes = first(file, VERSION_END);
    if (bytes.getLong() != MAGIC) {
      throw new IOException("no packed images");
    }
    return bytes.getInt();
  }

  private static ByteBuffer first(FileChannel file, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {}
    if (bytes.hasRemaining()) {
      throw new IOException("the header is cut short");
    }
    return bytes.rewind();
  }

  private static String hash(ByteBuffer bytes) {
    byte[] hash = new byte[HASH_BYTES];
    bytes.get(hash);
    return HexFormat.of().formatHex(hash);
  }

  private static long checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.slice(0, BYTES - Long.BYTES));
    return checksum.getValue();
  }
}
