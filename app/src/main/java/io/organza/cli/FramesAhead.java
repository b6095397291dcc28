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

  private final PathFrames path;
  private final int total;
  private final int threads;
  private final ExecutorService makers;
  private final Queue<CompletableFuture<List<BufferedImage>>> coming = new ArrayDeque<>();
  private int asked;

  /** Begins to make the first of so many frames. */
  FramesAhead(PathFrames path, int total, int threads) {
    this.path = path;
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
      int count = Math.min(path.atOnce(), total - first);
      coming.add(CompletableFuture.supplyAsync(() -> path.of(first, count), makers));
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
    List<BufferedImage> frames = next.join();
    ask();
    return frames;
  }

  /** Waits for what is being made: the generator must live as long. */
  @Override
  public void close() {
    makers.shutdownNow();
    boolean ended = false;
    while (!ended) {
      try {
        ended = makers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
