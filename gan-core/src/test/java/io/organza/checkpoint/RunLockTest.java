package io.organza.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.file.Links;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunLockTest {

  @TempDir Path folder;

  @Test
  void isGivenToOneAtATime() throws IOException {
    Path run = folder.resolve("new").resolve("run");
    try (RunLock lock = RunLock.acquire(run)) {
      assertThat(lock).isNotNull();
      assertTaken(run);
      RunLock.acquire(folder.resolve("other")).close();
      assertTaken(run);
    }
    RunLock.acquire(run).close();
  }

  @Test
  void givingItBackTwiceFreesNoOtherOnes() throws IOException {
    RunLock first = RunLock.acquire(folder);
    first.close();
    try (RunLock second = RunLock.acquire(folder)) {
      assertThat(second).isNotNull();
      first.close();
      assertThat(RunLock.tryAcquire(folder)).isEmpty();
    }
  }

  @Test
  void isOfTheDirectoryAndNotOfItsName() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Path link = Links.make(folder.resolve("link"), run);
    try (RunLock lock = RunLock.acquire(run)) {
      assertThat(lock).isNotNull();
      assertTaken(link);
    }
  }

  @Test
  void anotherProcessIsRefusedEvenAfterThisOneWasRefusedASecondTime() throws Exception {
    try (RunLock lock = RunLock.acquire(folder)) {
      assertThat(lock).isNotNull();
      assertTaken(folder);
      Process other = other();
      assertThat(firstLine(other)).contains(folder.toString(), "being trained by another process");
      assertThat(other.waitFor()).isZero();
    }
  }

  @Test
  void whatAKilledProcessLeavesDoesNotMatter() throws Exception {
    Process other = other();
    assertThat(firstLine(other)).isEqualTo("locked");
    assertTaken(folder);
    other.destroyForcibly().waitFor();
    assertThat(folder.resolve("lock")).exists();
    RunLock.acquire(folder).close();
  }

  @Test
  void whoOnlyTriesIsToldThatItIsTaken() throws IOException {
    RunLock lock = RunLock.tryAcquire(folder).orElseThrow();
    assertThat(RunLock.tryAcquire(folder)).isEmpty();
    lock.close();
    RunLock.tryAcquire(folder).orElseThrow().close();
  }

  private static void assertTaken(Path run) {
    assertThatThrownBy(() -> RunLock.acquire(run).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(run.getFileName() + ": this run is being trained by another process");
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    return String.valueOf(reader.readLine());
  }

  /** A process that locks a run until it is killed, or says why it cannot. */
  static final class Holder {

    private Holder() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
      try (RunLock lock = RunLock.acquire(Path.of(args[0]))) {
        System.out.println(lock == null ? "" : "locked");
        Thread.sleep(60_000);
      } catch (CheckpointException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
