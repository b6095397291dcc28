package io.organza.cli;

import io.organza.sampling.ImageGenerator;
import io.organza.torch.ComputeThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Makes the images of a plan. Each of several threads makes a pass of images, encodes and writes
 * them, and takes the next: none waits for another, and each holds no more than a pass.
 */
final class ImageMaker {

  private final ImageGenerator generator;
  private final LatentRule latents;
  private final ImagePlan plan;
  private final ImageOutputs outputs;
  private final BooleanSupplier stop;
  private final LongConsumer progress;
  private boolean failed;
  private long taken;
  private long done;
  private long kept;

  /**
   * Prepares the work.
   *
   * @param stop asked before each pass
   * @param progress is told how many images are there
   */
  ImageMaker(
      ImageGenerator generator,
      LatentRule latents,
      ImagePlan plan,
      ImageOutputs outputs,
      BooleanSupplier stop,
      LongConsumer progress) {
    this.generator = generator;
    this.latents = latents;
    this.plan = plan;
    this.outputs = outputs;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * Makes all images, or as many as it can before it is to stop.
   *
   * @throws CompletionException if a thread failed, with the reason; the others finish their pass
   */
  void run(int threads) {
    List<CompletableFuture<Void>> workers =
        IntStream.range(0, threads)
            .mapToObj(i -> CompletableFuture.runAsync(this::work, ImageMaker::start))
            .toList();
    CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
  }

  /** Returns how many images are there now. */
  synchronized long done() {
    return done;
  }

  /** Returns how many of them were there before. */
  synchronized long kept() {
    return kept;
  }

  private static void start(Runnable work) {
    new Thread(work, "generate").start();
  }

  private void work() {
    boolean finished = false;
    try {
      // How many threads share a sum would decide how it is rounded.
      ComputeThreads.use(1);
      for (List<ImagePlan.Item> pass = next(); !pass.isEmpty(); pass = next()) {
        make(pass);
      }
      finished = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!finished) {
        fail();
      }
    }
  }

  /** Takes the images of the next pass; none if there are none left, or it is time to stop. */
  private synchronized List<ImagePlan.Item> next() throws IOException {
    List<ImagePlan.Item> pass = new ArrayList<>();
    while (pass.size() < generator.passSize()
        && taken < plan.size()
        && !failed
        && !stop.getAsBoolean()) {
      ImagePlan.Item item = plan.item(taken++);
      if (outputs.needs(item)) {
        pass.add(item);
      } else {
        kept++;
        count(1);
      }
    }
    return pass;
  }

  private void make(List<ImagePlan.Item> pass) throws IOException {
    long[] seeds = pass.stream().mapToLong(ImagePlan.Item::seed).toArray();
    int[] labels =
        generator.classes() == 0
            ? new int[0]
            : pass.stream().mapToInt(ImagePlan.Item::label).toArray();
    byte[][] levels = generator.levels(latents.of(seeds), labels);
    for (int i = 0; i < levels.length; i++) {
      outputs.put(pass.get(i), levels[i]);
    }
    count(levels.length);
  }

  private synchronized void count(int images) {
    done += images;
    progress.accept(done);
  }

  private synchronized void fail() {
    failed = true;
  }
}
