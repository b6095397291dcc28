package io.organza.cli;

import io.organza.torch.ComputeThreads;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The frames of an animation in their order, of which several threads make the next ones: a pass
 * each, and each pass computed by its thread alone, so that its bytes are those of {@code
 * generate}.
 */
final class FramesAhead implements AutoCloseable {

  /** Makes frames, from one on; several threads may ask. */
  interface Maker {
    List<BufferedImage> of(int first, int count);
  }

  private final Maker frames;
  private final int atOnce;
  private final int total;
  private final int threads;
  private final ExecutorService makers;
  private final Queue<CompletableFuture<List<BufferedImage>>> coming = new ArrayDeque<>();
  private int asked;

  /**
   * Begins to make the first of so many frames.
   *
   * @param atOnce how many a thread makes in a pass
   */
  FramesAhead(Maker frames, int atOnce, int total, int threads) {
    this.frames = frames;
    this.atOnce = atOnce;
    this.total = total;
    this.threads = threads;
    makers = Executors.newFixedThreadPool(threads, FramesAhead::maker);
    ask();
  }

  private static Thread maker(Runnable work) {
    return new Thread(
        () -> {
          ComputeThreads.use(1);
          work.run();
        },
        "frames");
  }

  private void ask() {
    while (coming.size() < threads && asked < total) {
      int first = asked;
      int count = Math.min(atOnce, total - first);
      coming.add(CompletableFuture.supplyAsync(() -> frames.of(first, count), makers));
      asked += count;
    }
  }

  /**
   * Returns the next frames; none if there are no more.
   *
   * @throws CompletionException if they could not be made, with the reason
   */
  List<BufferedImage> next() {
    CompletableFuture<List<BufferedImage>> next = coming.poll();
    if (next == null) {
      return List.of();
    }
    List<BufferedImage> made = next.join();
    ask();
    return made;
  }

  /** Waits for what is being made, even if interrupted: the generator must live as long. */
  @Override
  public void close() {
    makers.shutdownNow();
    boolean ended = false;
    boolean interrupted = false;
    while (!ended) {
      try {
        ended = makers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
