package io.organza.data;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The batches of real images of a training, each a pure function of (images, seed, step).
 *
 * <p>All images are shown once per epoch, in an order that is drawn for each; batches take from the
 * endless row of epochs without a gap. A thread of its own prepares the batches that come next, but
 * any step may be asked for at any time.
 */
public final class RealBatches implements AutoCloseable {

  private static final int AHEAD = 3;

  private final PackedImages images;
  private final int batch;
  private final boolean mirror;
  private final long seed;
  private final ImageOrder order;
  private final ImageOrder labelOrder;
  private final ExecutorService gatherer = Executors.newSingleThreadExecutor(RealBatches::thread);
  private final Map<Long, Future<float[]>> coming = new HashMap<>();

  /**
   * Starts with no batch prepared.
   *
   * @param images the images to show, at least one
   * @param batch the number of images in a batch, which may be more than there are
   * @param mirror whether each image is mirrored half of the time
   * @param balance whether each class is shown equally often, rather than each image
   * @param seed decides order and mirroring
   * @throws IllegalArgumentException if the images have no labels and shall be balanced
   */
  public RealBatches(PackedImages images, int batch, boolean mirror, boolean balance, long seed) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be >= 1, got " + batch);
    }
    this.images = images;
    this.batch = batch;
    this.mirror = mirror;
    this.seed = seed;
    Supplier<ImageOrder> orders = orders(images, balance, seed);
    this.order = orders.get();
    this.labelOrder = orders.get();
  }

  /** Orders remember their epoch, so each thread needs its own. */
  private static Supplier<ImageOrder> orders(PackedImages images, boolean balance, long seed) {
    if (!balance) {
      return () -> new EpochOrder(images.count(), seed);
    }
    List<int[]> members = ClassOrder.members(images);
    return () -> new ClassOrder(members, seed);
  }

  /**
   * Returns the images of a step: (batch, C, H, W) floats in [-1, 1], which the caller may keep.
   *
   * @param step counts from 0
   * @throws IllegalStateException after {@link #close()}
   */
  public synchronized float[] batch(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("step must be >= 0, got " + step);
    }
    if (gatherer.isShutdown()) {
      throw new IllegalStateException("closed");
    }
    coming.keySet().removeIf(other -> other < step || other > step + AHEAD);
    try {
      for (long next = step; next <= step + AHEAD; next++) {
        long which = next;
        coming.computeIfAbsent(which, unused -> gatherer.submit(() -> gather(which)));
      }
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("closed", e);
    }
    return await(Objects.requireNonNull(coming.remove(step)));
  }

  /**
   * Returns the labels of a step's images, indices of the classes of the set; -1 without labels.
   *
   * @param step counts from 0
   */
  public synchronized int[] labels(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("step must be >= 0, got " + step);
    }
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = images.label(labelOrder.image(step * batch + i));
    }
    return labels;
  }

  /**
   * Stops the thread; batches that were returned stay as they are, and whoever waits for one need
   * not any longer.
   */
  @Override
  public void close() {
    for (Runnable batch : gatherer.shutdownNow()) {
      ((Future<?>) batch).cancel(false);
    }
  }

  /** Runs in the thread only. */
  private float[] gather(long step) {
    int size = images.shape().size();
    float[] floats = new float[Math.multiplyExact(batch, size)];
    RandomStream mirrors = RandomStream.of(seed, Purpose.MIRROR, step);
    for (int i = 0; i < batch; i++) {
      int index = order.image(step * batch + i);
      boolean mirrored = mirror && mirrors.nextLong() < 0;
      images.floats(index, mirrored, floats, i * size);
    }
    return floats;
  }

  private static float[] await(Future<float[]> batch) {
    try {
      return batch.get();
    } catch (CancellationException e) {
      throw new IllegalStateException("closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for images", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("gathering a batch failed: " + e.getCause(), e.getCause());
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "real-batches");
    thread.setDaemon(true);
    return thread;
  }
}
