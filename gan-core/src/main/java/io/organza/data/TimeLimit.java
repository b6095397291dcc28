package io.organza.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The longest that the work on a file may take.
 *
 * <p>Several files in a row are worked on by one thread. One that takes too long is interrupted,
 * and left behind if it does not heed that; another thread goes on. When too many are left behind,
 * no more work of this limit is begun, so that a folder full of such files cannot fill the machine
 * with threads; other limits are for other work, and know nothing of it. Threads end by themselves
 * when they have nothing to do.
 */
final class TimeLimit {

  /** What is done with a file. */
  @FunctionalInterface
  interface Work<T> {
    T of(int index) throws IOException;
  }

  /**
   * What came of the work on a file: one of the two.
   *
   * @param value what it returned
   * @param failure what it threw, or why it was given up
   */
  record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {}

  private static final int MOST_LEFT_BEHIND = 16;

  private final long milliseconds;
  private final ExecutorService threads = Executors.newCachedThreadPool(TimeLimit::thread);
  private final AtomicInteger leftBehind = new AtomicInteger();

  TimeLimit(long milliseconds) {
    this.milliseconds = milliseconds;
  }

  /** Returns the limit of the options. */
  static TimeLimit of(DataOptions options) {
    return new TimeLimit(1000L * options.maxSeconds());
  }

  /**
   * Works on files one after the other.
   *
   * @return the outcome of each from {@code from} to {@code to} - 1
   * @throws InterruptedIOException if the calling thread is interrupted
   */
  <T> List<Outcome<T>> each(int from, int to, Work<T> work) throws InterruptedIOException {
    List<Outcome<T>> outcomes = new ArrayList<>();
    while (from + outcomes.size() < to) {
      if (leftBehind.get() >= MOST_LEFT_BEHIND) {
        String reason = "not tried: %d other files do not end".formatted(MOST_LEFT_BEHIND);
        outcomes.add(new Outcome<>(null, new IOException(reason)));
        continue;
      }
      Row<T> row = new Row<>(work, from + outcomes.size(), to);
      Future<?> running = threads.submit(row);
      try {
        outcomes.addAll(row.await(milliseconds));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while decoding images");
      } finally {
        running.cancel(true);
      }
    }
    return outcomes;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "image-file");
    thread.setDaemon(true);
    return thread;
  }

  /** Files in a row, until they are done or one takes too long. */
  private final class Row<T> implements Runnable {

    private final Work<T> work;
    private final int from;
    private final int to;
    private final List<Outcome<T>> outcomes = new ArrayList<>();
    private long began = System.nanoTime();
    private boolean left;
    private boolean ended;

    Row(Work<T> work, int from, int to) {
      this.work = work;
      this.from = from;
      this.to = to;
    }

    @Override
    public void run() {
      int index = from;
      while (index < to && begin()) {
        add(outcome(index++));
      }
      end();
    }

    /** Waits until all are done or one takes too long, which then is the last of the outcomes. */
    synchronized List<Outcome<T>> await(long milliseconds) throws InterruptedException {
      while (!ended) {
        long spent = (System.nanoTime() - began) / 1_000_000;
        if (spent >= milliseconds) {
          left = true;
          leftBehind.incrementAndGet();
          outcomes.add(new Outcome<>(null, new FileTimeoutException(milliseconds)));
          break;
        }
        wait(milliseconds - spent);
      }
      return List.copyOf(outcomes);
    }

    private Outcome<T> outcome(int index) {
      try {
        return new Outcome<>(work.of(index), null);
      } catch (IOException | RuntimeException | Error e) {
        return new Outcome<>(null, e);
      }
    }

    private synchronized boolean begin() {
      began = System.nanoTime();
      return !left;
    }

    private synchronized void add(Outcome<T> outcome) {
      if (!left) {
        outcomes.add(outcome);
      }
    }

    private synchronized void end() {
      ended = true;
      if (left) {
        leftBehind.decrementAndGet();
      }
      notifyAll();
    }
  }
}
