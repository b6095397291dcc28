package io.organza.data;

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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The making of a file of packed images: decoded on all cores, written in the order of the source.
 */
final class Packer {

  /**
   * Some images that follow each other in the source: their levels, indices and files, and the
   * files left out.
   */
  private record Block(
      ByteBuffer levels, List<Integer> indices, List<Origin> origins, List<SkippedFile> skipped) {}

  /** The file of an image: its hash, and what it was like. */
  private record Origin(long content, boolean enlarged, boolean grey) {}

  /** The levels of an image, and its file. */
  private record Decoded(ByteBuffer levels, Origin origin) {}

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
      file.write(block.levels());
      indices.addAll(block.indices());
      block.origins().forEach(this::note);
      skipped.addAll(block.skipped());
      done = Math.min(done + blockSize, source.count());
      progress.update(done, source.count());
    }
  }

  private void note(Origin origin) {
    contents.add(origin.content());
    enlarged += origin.enlarged() ? 1 : 0;
    allGrey &= origin.grey();
  }

  private Block decode(int from, int to) throws IOException {
    byte[] levels = new byte[(to - from) * shape.size()];
    var block =
        new Block(ByteBuffer.wrap(levels), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int index = from;
    for (TimeLimit.Outcome<Decoded> outcome : limit.each(from, to, this::decode)) {
      Decoded decoded = outcome.value();
      if (decoded != null) {
        block.levels().put(decoded.levels());
        block.indices().add(index);
        block.origins().add(decoded.origin());
      } else if (outcome.failure() != null) {
        block.skipped().add(SkippedFile.of(source.path(index), outcome.failure()));
      }
      index++;
    }
    block.levels().flip();
    return block;
  }

  private Decoded decode(int index) throws IOException {
    Picture picture = source.picture(index, options.fit(), shape.height(), shape.width());
    byte[] levels = Pixels.toLevels(picture.image(), shape.channels(), options.background());
    var origin = new Origin(picture.content(), picture.enlarged(), picture.grey());
    return new Decoded(ByteBuffer.wrap(levels), origin);
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
