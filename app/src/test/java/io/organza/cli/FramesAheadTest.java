package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FramesAheadTest {

  @Test
  void framesComeInTheirOrder() {
    List<Integer> widths = new ArrayList<>();
    try (FramesAhead ahead = new FramesAhead(FramesAheadTest::frames, 3, 20, 2)) {
      for (List<BufferedImage> next = ahead.next(); !next.isEmpty(); next = ahead.next()) {
        next.forEach(frame -> widths.add(frame.getWidth()));
      }
    }
    List<Integer> expected = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      expected.add(i);
    }
    assertThat(widths).isEqualTo(expected);
  }

  /** Frames that can be told by their width. */
  private static List<BufferedImage> frames(int first, int count) {
    List<BufferedImage> frames = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      frames.add(new BufferedImage(i + 1, 1, BufferedImage.TYPE_INT_RGB));
    }
    return frames;
  }

  @Test
  void closingWaitsForWhatIsBeingMadeEvenIfInterrupted() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean made = new AtomicBoolean();
    FramesAhead ahead =
        new FramesAhead(
            (first, count) -> {
              begun.countDown();
              awaitUninterrupted(release);
              made.set(true);
              return Collections.nCopies(
                  count, new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
            },
            1,
            1,
            1);
    begun.await();
    AtomicBoolean madeBefore = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread closer =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              ahead.close();
              madeBefore.set(made.get());
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    closer.start();
    while (closer.isAlive() && closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    closer.join();
    assertThat(madeBefore).isTrue();
    assertThat(interrupted).isTrue();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // What computes is not stopped by that either.
      }
    }
  }
}
