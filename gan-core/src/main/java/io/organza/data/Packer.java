package io.organza.data;

import io.organza.data.TimeLimit.Outcome;
import io.organza.file.Sha256;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The making of a file of packed images: decoded on all cores, written in the order of the source.
 */
final class Packer {

  /** The levels of an image; of its file the hash, and what it was like. */
  private record Decoded(ByteBuffer levels, long content, boolean enlarged, boolean grey) {}

  /** Where all goes, and what it is to be called. */
  private record Target(FileChannel channel, Path pack) {

    void write(ByteBuffer bytes) throws CacheException {
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw new CacheException(pack, e);
      }
    }
  }

  private static final int BLOCK_BYTES = 1 << 20;
  private static final int REASONS_SHOWN = 3;
  private static final long LONGEST_RETRY = 1_000_000_000;

  private final ImageSource source;
  private final ImageShape shape;
  private final DataOptions options;
  private final TimeLimit limit;
  private final PackedImages.Progress progress;
  private final MessageDigest contentHash;
  private final List<Integer> indices = new ArrayList<>();
  private final List<Long> contents = new ArrayList<>();
  private final List<SkippedFile> skipped = new ArrayList<>();
  private final int blockSize;
  private int enlarged;
  private boolean allGrey = true;

  Packer(
      ImageSource source, ImageShape shape, DataOptions options, PackedImages.Progress progress) {
    this.options = options;
    this.limit = TimeLimit.of(options);
    this.source = source;
    this.shape = shape;
    this.progress = progress;
    this.contentHash = Sha256.digest();
    this.blockSize = Math.min(Math.max(BLOCK_BYTES / shape.size(), 1), 64);
  }

  /**
   * Writes the whole file, but does not force it to disk.
   *
   * @param channel an empty file
   * @param pack what it is to be called, for messages
   * @param sourceHash the source's hash for the header
   * @throws CacheException if it cannot be written
   */
  void write(FileChannel channel, Path pack, String sourceHash) throws IOException {
    contentHash.update(shape.toString().getBytes(StandardCharsets.UTF_8));
    Target file = new Target(channel, pack);
    channel.position(PackHeader.BYTES);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(threads, Packer::worker);
    try {
      writeLevels(file, workers, 4 * threads);
    } finally {
      workers.shutdownNow();
    }
    int count = source.count() - skipped.size();
    if (count == 0) {
      throw noneReadable();
    }
    file.write(table());
    byte[] report = SkippedFile.toBytes(skipped);
    file.write(ByteBuffer.wrap(report));
    String hash = Sha256.hex(contentHash);
    var header =
        new PackHeader(
            count,
            shape,
            source.ignored().values().stream().mapToInt(files -> files).sum(),
            report.length,
            enlarged,
            allGrey,
            sourceHash,
            hash);
    channel.position(0);
    file.write(header.toBytes());
  }

  private void writeLevels(Target file, ExecutorService workers, int ahead) throws IOException {
    Queue<Future<List<Outcome<Decoded>>>> blocks = new ArrayDeque<>();
    ByteBuffer levels = ByteBuffer.allocate(blockSize * shape.size());
    int submitted = 0;
    int done = 0;
    while (done < source.count()) {
      while (submitted < source.count() && blocks.size() < ahead) {
        int from = submitted;
        int to = Math.min(from + blockSize, source.count());
        blocks.add(workers.submit(() -> limit.each(from, to, this::decode)));
        submitted = to;
      }
      for (Outcome<Decoded> outcome : await(blocks.remove())) {
        Decoded decoded = outcome.value() != null ? outcome.value() : again(done, outcome, blocks);
        if (decoded != null) {
          levels.put(decoded.levels());
          note(done, decoded);
        }
        done++;
      }
      levels.flip();
      contentHash.update(levels.duplicate());
      file.write(levels);
      levels.clear();
      progress.update(done, source.count());
    }
  }

  private void note(int index, Decoded decoded) {
    indices.add(index);
    contents.add(decoded.content());
    enlarged += decoded.enlarged() ? 1 : 0;
    allGrey &= decoded.grey();
  }

  /**
   * Decodes a file again, alone, if it was others that took its memory or time, perhaps; else, and
   * if that does not help, it is left out.
   */
  private @Nullable Decoded again(
      int index, Outcome<Decoded> failed, Queue<Future<List<Outcome<Decoded>>>> others)
      throws IOException {
    Throwable failure = Objects.requireNonNull(failed.failure());
    if (SkippedFile.isOutOfMemory(failure) || failure instanceof FileTimeoutException) {
      for (Future<List<Outcome<Decoded>>> other : others) {
        await(other);
      }
      Decoded decoded = limit.each(index, index + 1, this::decode).get(0).value();
      if (decoded != null) {
        return decoded;
      }
    }
    skipped.add(SkippedFile.of(source.path(index), failure));
    return null;
  }

  private Decoded decode(int index) throws IOException {
    Picture picture = source.picture(index, options.fit(), shape.height(), shape.width());
    byte[] levels = Pixels.toLevels(picture.image(), shape.channels(), options.background());
    return new Decoded(
        ByteBuffer.wrap(levels), picture.content(), picture.enlarged(), picture.grey());
  }

  private ByteBuffer table() {
    ByteBuffer table = ByteBuffer.allocate(indices.size() * PackHeader.ENTRY_BYTES);
    indices.forEach(table::putInt);
    contents.forEach(table::putLong);
    return table.flip();
  }

  private DataException noneReadable() {
    return new DataException(
        "none of the %d images of %s can be read: %s"
            .formatted(source.count(), source.name(), SkippedFile.first(skipped, REASONS_SHOWN)));
  }

  private static <T> T await(Future<T> block) throws IOException {
    try {
      return block.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while decoding images");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IOException("decoding failed: " + e.getCause(), e);
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "image-decoder");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Tells whether a file that was left out can be read by now, as far as a second of trying tells:
   * memory or rights may have grown, but most are damaged, and thousands of those would take long.
   */
  static boolean canReadMore(
      ImageSource source, ImageShape shape, DataOptions options, List<SkippedFile> skipped)
      throws IOException {
    Set<String> paths =
        skipped.stream()
            .filter(file -> !FileTimeoutException.isReasonOf(file))
            .map(SkippedFile::path)
            .collect(Collectors.toSet());
    TimeLimit limit = TimeLimit.of(options);
    long begin = System.nanoTime();
    for (int i = 0; !paths.isEmpty() && i < source.count(); i++) {
      if (System.nanoTime() - begin > LONGEST_RETRY) {
        return false;
      }
      if (paths.contains(source.path(i))
          && limit
                  .each(
                      i,
                      i + 1,
                      index -> source.picture(index, options.fit(), shape.height(), shape.width()))
                  .get(0)
                  .value()
              != null) {
        return true;
      }
    }
    return false;
  }
}
