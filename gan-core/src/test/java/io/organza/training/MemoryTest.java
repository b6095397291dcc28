package io.organza.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.organza.augment.AugmentOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.OutOfMemory;
import io.organza.torch.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Training in a process that may take little more memory than it has. Features of a whole batch are
 * 16 MiB in each place of the networks, and a step keeps dozens of them.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "prlimit is Linux's")
class MemoryTest {

  private static final int BATCH = 256;

  @Test
  void aBatchThatIsTooLargeIsComputedInMicroBatches() throws Exception {
    List<String> said = train(NetworkFamily.RESIDUAL, 256);
    assertThat(said).contains("halved to 128 at 0", "the same as in such micro-batches");
  }

  @Test
  void batchNormalisationTakesTheBatchAsAWhole() throws Exception {
    assertThat(train(NetworkFamily.DCGAN, 32))
        .contains("memory ran out at 0")
        .noneMatch(line -> line.startsWith("halved"));
  }

  private static List<String> train(NetworkFamily family, long mebibytes) throws Exception {
    assumeTrue(hasPrlimit(), "prlimit is not installed");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                System.getProperty("java.class.path"),
                Trainer.class.getName(),
                family.name(),
                Long.toString(mebibytes))
            .redirectErrorStream(true);
    // What is freed goes back at once, wherever it lies; the launcher's settings keep it. Threads
    // that
    // Java starts after the limit have no arenas of their own, 64 MiB each.
    builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static boolean hasPrlimit() throws InterruptedException {
    try {
      return new ProcessBuilder("prlimit", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  /** Trains a family's networks with so many mebibytes more, and says what happens. */
  static final class Trainer {

    private Trainer() {}

    public static void main(String[] args) throws Exception {
      NetworkFamily family = NetworkFamily.valueOf(args[0]);
      // What the engine needs for itself it takes now.
      try (TrainingLoop small = loop(family, 4, 0)) {
        run(small, 4, new ArrayList<>());
      }
      limit(Long.toString(addressSpace() + (Long.parseLong(args[1]) << 20)));
      List<Integer> halved = new ArrayList<>();
      try (TrainingLoop loop = loop(family, BATCH, 0)) {
        try {
          run(loop, BATCH, halved);
        } catch (EngineException e) {
          if (!OutOfMemory.isCauseOf(e)) {
            throw e;
          }
          System.out.println("memory ran out at " + loop.state().images());
          return;
        }
        limit("unlimited");
        try (TrainingLoop microBatches = loop(family, BATCH, halved.get(halved.size() - 1))) {
          run(microBatches, BATCH, new ArrayList<>());
          boolean same = StateValues.of(loop.state()).equals(StateValues.of(microBatches.state()));
          System.out.println(same ? "the same as in such micro-batches" : "another state");
        }
      }
    }

    private static TrainingLoop loop(NetworkFamily family, int batch, int microBatch) {
      List<Integer> channels = List.of(16, 16);
      NetworkOptions network =
          new NetworkOptions(
              family, 32, 32, 3, 4, channels, channels, 1, BlockShape.BASIC, 4, 0, false, 0, false);
      LossOptions loss =
          new LossOptions(
              AdversarialLoss.RELATIVISTIC,
              0.5,
              8,
              true,
              0,
              0,
              L2Form.SUM,
              AdaptiveL2.NONE,
              Clipping.NORM,
              1);
      TrainingOptions options =
          new TrainingOptions(
              2 * batch / 1000.0,
              batch,
              Precision.FP32,
              Schedule.constant(1e-3),
              1,
              0,
              Schedule.constant(0.99),
              Schedule.constant(1),
              Schedule.constant(1),
              1,
              AugmentOptions.NONE,
              microBatch,
              0);
      return new TrainingLoop(network, loss, options, 0, Device.cpu());
    }

    private static void run(TrainingLoop loop, int batch, List<Integer> halved) {
      float[] pixels = new float[batch * 3 * 32 * 32];
      TrainingObserver observer =
          new TrainingObserver() {
            @Override
            public void recovered(TrainingState state, Recovery recovery) {
              int microBatch = ((Recovery.OutOfMemory) recovery).microBatch();
              halved.add(microBatch);
              System.out.printf("halved to %d at %d%n", microBatch, recovery.backTo());
            }
          };
      loop.run(step -> RealBatch.unlabelled(pixels), List.of(observer), () -> false);
    }

    private static long addressSpace() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmSize:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }

    /** Limits the process's address space, in bytes. */
    private static void limit(String most) throws IOException, InterruptedException {
      String process = "--pid=" + ProcessHandle.current().pid();
      if (new ProcessBuilder("prlimit", process, "--as=" + most + ":").start().waitFor() != 0) {
        throw new IOException("prlimit failed");
      }
    }
  }
}
