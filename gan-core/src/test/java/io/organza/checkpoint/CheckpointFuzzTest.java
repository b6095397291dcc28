package io.organza.checkpoint;

import static io.organza.checkpoint.CheckpointFixture.CONFIG;
import static io.organza.checkpoint.CheckpointFixture.PROVENANCE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads damaged and forged checkpoints, which must come back whole or be refused by a {@link
 * CheckpointException}, soon and in little memory.
 *
 * <p>Twenty thousand of them: {@code ./mvnw test -pl gan-core -Dtest=CheckpointFuzzTest
 * -Dorganza.fuzz.cases=20000}.
 */
class CheckpointFuzzTest {

  private static final int CASES = Integer.getInteger("organza.fuzz.cases", 1500);

  /** Of the processor: what else the machine does must not count. */
  private static final long LONGEST_NANOS = 1_000_000_000;

  private static final long MOST_BYTES = 256L << 20;

  @TempDir Path folder;

  private final SortedMap<String, Integer> outcomes = new TreeMap<>();
  private long longest;
  private long most;

  @Test
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whateverWasDoneToACheckpointItIsReadOrRefused() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingState state = CheckpointFixture.state(manager, 12_345, 5);
      Path checkpoint = new CheckpointStore(folder).save(CONFIG, state, PROVENANCE);
      assertThat(read(checkpoint, state)).isEqualTo("read");
      Damage damage = new Damage(checkpoint);
      for (int i = 0; i < CASES; i++) {
        damage.inflict(i);
        measure(i, damage, checkpoint, state);
        damage.repair();
      }
      assertThat(read(checkpoint, state)).isEqualTo("read");
    }
    System.out.printf(
        "%d checkpoints: %s; longest %.0f ms, most memory %.1f MB%n",
        CASES, outcomes, longest / 1e6, most / 1e6);
    assertThat(outcomes.keySet()).contains("read", "refused by open", "refused by restore");
  }

  private void measure(int number, Damage damage, Path checkpoint, TrainingState state) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = thread.getCurrentThreadAllocatedBytes();
    long begin = thread.getCurrentThreadCpuTime();
    try {
      outcomes.merge(read(checkpoint, state), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("case " + number + ": " + damage.story(), e);
    }
    long nanos = thread.getCurrentThreadCpuTime() - begin;
    bytes = thread.getCurrentThreadAllocatedBytes() - bytes;
    assertThat(nanos).as("nanoseconds of %d: %s", number, damage.story()).isLessThan(LONGEST_NANOS);
    assertThat(bytes).as("bytes of %d: %s", number, damage.story()).isLessThan(MOST_BYTES);
    longest = Math.max(longest, nanos);
    most = Math.max(most, bytes);
  }

  private static String read(Path directory, TrainingState state) {
    String stage = "open";
    try {
      Checkpoint checkpoint = Checkpoint.open(directory);
      checkpoint.config().problems();
      stage = "tensors";
      checkpoint.shapes();
      checkpoint.tensors();
      stage = "restore";
      checkpoint.restore(state);
      return "read";
    } catch (CheckpointException e) {
      return "refused by " + stage;
    }
  }
}
