package io.organza.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.organza.file.IoReason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The image files in a tar, read in place, in the order of their paths.
 *
 * <p>A compressed tar can only be read from its start, so it is unpacked to one temporary tar,
 * which is deleted when the source is closed; its entries never become files. Links in it are not
 * followed.
 */
final class TarImages extends FileImages {

  private static final int MAGIC_AT = 257;

  /** An interrupt of a thread that reads closes none of this kind, which all threads share. */
  private final AsynchronousFileChannel tar;

  private final Map<String, Long> starts;

  private TarImages(
      AsynchronousFileChannel tar,
      Path path,
      List<Listed> listed,
      Map<String, Long> starts,
      FileLimits limits)
      throws IOException {
    super(path.toString(), nameOf(path), listed, origin(path), limits);
    this.tar = tar;
    this.starts = starts;
  }

  /** Tells by its first bytes whether a file is a tar, compressed by gzip or not. */
  static boolean isTar(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] head = file.readNBytes(MAGIC_AT + 5);
      boolean gzip = head.length > 2 && head[0] == 0x1F && head[1] == (byte) 0x8B;
      return gzip || hasMagic(head);
    }
  }

  static TarImages open(Path path, FileLimits limits) throws IOException {
    if (!isPacked(path)) {
      return open(path, path, limits, StandardOpenOption.READ);
    }
    Path temporary = Files.createTempFile("organza-", ".tar");
    temporary.toFile().deleteOnExit(); // A process may be told to end while it unpacks.
    try {
      unpack(path, temporary);
      return open(
          temporary, path, limits, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  // The channel is closed here if the tar holds no images, and by close() if it does.
  @SuppressWarnings("MustBeClosedChecker")
  private static TarImages open(Path file, Path path, FileLimits limits, OpenOption... options)
      throws IOException {
    Map<String, Long> starts = new HashMap<>();
    List<Listed> listed = list(file, path, starts);
    AsynchronousFileChannel tar = AsynchronousFileChannel.open(file, options);
    try {
      return new TarImages(tar, path, listed, starts, limits);
    } catch (IOException e) {
      tar.close();
      throw e;
    }
  }

  @Override
  byte[] read(Listed file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.bytes()));
    long start = starts.getOrDefault(file.path(), 0L);
    while (bytes.hasRemaining()) {
      if (await(tar.read(bytes, start + bytes.position())) < 0) {
        throw new EOFException();
      }
    }
    return bytes.array();
  }

  private static int await(Future<Integer> read) throws IOException {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private static String origin(Path path) throws IOException {
    return path.toRealPath() + " " + Files.size(path) + " " + Files.getLastModifiedTime(path);
  }

  private static boolean hasMagic(byte[] head) {
    return head.length >= MAGIC_AT + 5 && new String(head, MAGIC_AT, 5, US_ASCII).equals("ustar");
  }

  private static boolean isPacked(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      int first = file.read();
      return first < 0 || first == 0x1F;
    }
  }

  private static void unpack(Path path, Path tar) throws DataException {
    try (InputStream packed = Files.newInputStream(path);
        InputStream unpacked = new GZIPInputStream(packed, 1 << 16)) {
      Files.copy(unpacked, tar, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataException(path + " cannot be unpacked: " + IoReason.of(e), e);
    }
  }

  /** Lists the files; of two with one name the later counts, as when a tar is unpacked. */
  private static List<Listed> list(Path file, Path path, Map<String, Long> starts)
      throws DataException {
    Map<String, Listed> listed = new TreeMap<>(BY_PATH);
    try (TarFile tar = new TarFile(file)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        String name = entry.getName();
        boolean plain = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
        if (plain && !entry.isSparse() && !hasHiddenPart(name)) {
          long changed = entry.getLastModifiedTime().toMillis();
          listed.put(name, new Listed(name, entry.getSize(), changed));
          starts.put(name, entry.getDataOffset());
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new DataException(path + " is no tar, or a damaged one: " + e.getMessage(), e);
    }
    return List.copyOf(listed.values());
  }
}
