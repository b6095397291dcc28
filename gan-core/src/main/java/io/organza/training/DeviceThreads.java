package io.organza.training;

import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * Does the same work for several devices at once: for the first on the caller's thread, for each
 * other on one of its own. All of it is recorded, so that it has gradients.
 */
final class DeviceThreads implements AutoCloseable {

  private final int devices;
  private final ExecutorService threads;

  /** Prepares for so many devices; no thread is started before there is work. */
  DeviceThreads(int devices) {
    this.devices = devices;
    threads =
        Executors.newFixedThreadPool(
            Math.max(1, devices - 1),
            work -> {
              Thread thread = new Thread(work, "device");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns what the work returns for each device, numbered from 0. Waits for all of them, also if
   * one fails: nothing that they use may be freed before.
   */
  <T> List<T> each(IntFunction<T> work) {
    List<CompletableFuture<T>> others = new ArrayList<>();
    for (int device = 1; device < devices; device++) {
      int number = device;
      others.add(
          CompletableFuture.supplyAsync(() -> Torch.recorded(() -> work.apply(number)), threads));
    }
    List<T> results = new ArrayList<>();
    try {
      results.add(Torch.recorded(() -> work.apply(0)));
    } finally {
      others.forEach(other -> other.handle((result, failure) -> failure == null).join());
    }
    others.forEach(other -> results.add(result(other)));
    return results;
  }

  private static <T> T result(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
