package io.organza.data;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The making of a file of packed images: decoded on all cores, written in the order of the source.
 */
final class Packer {

  /** The levels of some images that follow each other in the source, and the files left out. */
  private record Block(ByteBuffer levels, List<SkippedFile> skipped) {}

  private static final int BLOCK_BYTES = 1 << 20;
  private static final int REASONS_SHOWN = 3;

  private final ImageSource source;
  private final ImageShape shape;
  private final PackedImages.Progress progress;
  private final MessageDigest contentHash;
  private final List<SkippedFile> skipped = new ArrayList<>();
  private final int blockSize;

  Packer(ImageSource source, ImageShape shape, PackedImages.Progress progress) {
    this.source = source;
    this.shape = shape;
    this.progress = progress;
    this.contentHash = PackHeader.sha256();
    this.blockSize = Math.min(Math.max(BLOCK_BYTES / shape.size(), 1), 64);
  }

  /**
   * Writes the whole file, but does not force it to disk.
   *
   * @param file an empty file
   * @param sourceHash the source's hash for the header
   */
  void write(FileChannel file, String sourceHash) throws IOException {
    contentHash.update(shape.toString().getBytes(StandardCharsets.UTF_8));
    file.position(PackHeader.BYTES);
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
    byte[] report = SkippedFile.toBytes(skipped);
    writeFully(file, ByteBuffer.wrap(report));
    String hash = HexFormat.of().formatHex(contentHash.digest());
    var header = new PackHeader(count, shape, source.ignored(), report.length, sourceHash, hash);
    file.position(0);
    writeFully(file, header.toBytes());
  }

  private void writeLevels(FileChannel file, ExecutorService workers, int ahead)
      throws IOException {
    Queue<Future<Block>> blocks = new ArrayDeque<>();
    int submitted = 0;
    int done = 0;
    while (done < source.count()) {
      while (submitted < source.count() && blocks.size() < ahead) {
        int from = submitted;
        int to = Math.min(from + blockSize, source.count());
        blocks.add(workers.submit(() -> decode(from, to)));
        submitted = to;
      }
      Block block = await(blocks.remove());
      contentHash.update(block.levels().duplicate());
      writeFully(file, block.levels());
      skipped.addAll(block.skipped());
      done = Math.min(done + blockSize, source.count());
      progress.update(done, source.count());
    }
  }

  private Block decode(int from, int to) {
    byte[] levels = new byte[(to - from) * shape.size()];
    List<SkippedFile> unreadable = new ArrayList<>();
    int at = 0;
    for (int i = from; i < to; i++) {
      try {
        var image = source.image(i, shape.height(), shape.width());
        byte[] decoded = Pixels.toLevels(image, shape.channels());
        System.arraycopy(decoded, 0, levels, at, decoded.length);
        at += decoded.length;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        unreadable.add(SkippedFile.of(source.path(i), e));
      }
    }
    return new Block(ByteBuffer.wrap(levels, 0, at), unreadable);
  }

  private DataException noneReadable() {
    String reasons =
        skipped.stream()
            .limit(REASONS_SHOWN)
            .map(SkippedFile::toString)
            .collect(Collectors.joining("; "));
    String more = skipped.size() > REASONS_SHOWN ? "; ..." : "";
    return new DataException(
        "none of the %d images of %s can be read: %s%s"
            .formatted(source.count(), source.name(), reasons, more));
  }

  private static Block await(Future<Block> block) throws IOException {
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

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "image-decoder");
    thread.setDaemon(true);
    return thread;
  }
}
