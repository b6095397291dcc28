package io.organza.speed;

import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import io.organza.torch.ComputeThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How fast a generator makes images, not yet encoded, in threads that each make their own. */
public final class GenerationSpeed {

  private static final double NANOS = 1e9;

  private GenerationSpeed() {}

  /** Makes images for about so many seconds, and returns how many a second. */
  public static double imagesPerSecond(ImageGenerator generator, int threads, double seconds) {
    long[] seeds = LongStream.range(0, generator.passSize()).toArray();
    float[][] latents = new Latents(generator.latentSize(), Truncation.NONE).of(seeds);
    int[] labels = new int[generator.classes() == 0 ? 0 : latents.length];
    generator.levels(latents, labels); // warms up
    long begin = System.nanoTime();
    List<CompletableFuture<Integer>> workers =
        IntStream.range(0, threads)
            .mapToObj(
                thread ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          ComputeThreads.use(1);
                          int made = 0;
                          do {
                            made += generator.levels(latents, labels).length;
                          } while ((System.nanoTime() - begin) / NANOS < seconds);
                          return made;
                        },
                        task -> new Thread(task, "generation-speed").start()))
            .toList();
    // One that fails must not end it for those that still use the generator.
    CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
    int made = workers.stream().mapToInt(CompletableFuture::join).sum();
    return made / ((System.nanoTime() - begin) / NANOS);
  }
}
