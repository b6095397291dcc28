package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TimeLimitTest {

  /** Returns only when it is let go, whatever interrupts it. */
  private static int stuck(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return 0;
      } catch (InterruptedException e) {
        // Not heeded, as by a decoder that computes.
      }
    }
  }

  @Test
  void filesThatDoNotEndStopTheirOwnSetOnly() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try {
      TimeLimit limit = new TimeLimit(10);
      assertThat(limit.each(0, 16, index -> stuck(end)))
          .allMatch(outcome -> outcome.failure() instanceof FileTimeoutException);
      assertThat(limit.each(0, 2, index -> index))
          .allMatch(outcome -> String.valueOf(outcome.failure()).contains("not tried: 16"));

      List<TimeLimit.Outcome<Integer>> others = new TimeLimit(60_000).each(0, 2, index -> index);
      assertThat(others).extracting(TimeLimit.Outcome::value).containsExactly(0, 1);
    } finally {
      end.countDown();
    }
  }
}
