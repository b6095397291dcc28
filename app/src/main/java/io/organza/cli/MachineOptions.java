package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.organza.GanConfig;
import io.organza.torch.ComputeThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where to compute. */
final class MachineOptions {

  /** More only wait for each other; thousands exhaust the machine. */
  private static final int MOST_PER_PROCESSOR = 8;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpuN",
      description =
          "Where to compute; auto: the first GPU, else the CPU. Training without batch"
              + " normalisation (small, base) takes several: gpu0,gpu1.")
  DeviceChoice device = DeviceChoice.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "auto|N",
      converter = AutoNumber.class,
      description =
          "Threads on the CPU; auto (default): PyTorch's choice, one for each physical core, but no"
              + " more than the processors that the process may use.")
  @Nullable Integer threads;

  private @Nullable CompletableFuture<Engine> started;

  /** Returns what is wrong for a command that computes on one device. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(trainingProblems());
    if (device.isSeveral()) {
      problems.add("--device: several are for training alone, got " + device.name());
    }
    return problems;
  }

  /** Returns what is wrong for a command that can compute on several. */
  List<String> trainingProblems() {
    int processors = Runtime.getRuntime().availableProcessors();
    int most = MOST_PER_PROCESSOR * processors;
    if (threads != null && threads < 1) {
      return List.of("--threads: must be at least 1, got " + threads);
    }
    return threads != null && threads > most
        ? List.of(
            "--threads: must be at most %d, %d for each processor that may be used, got %d"
                .formatted(most, MOST_PER_PROCESSOR, threads))
        : List.of();
  }

  /** Returns how many threads may work at once. */
  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Returns one thread for each pass of so many images, up to those that may work at once. */
  int threads(long images, int passSize) {
    return (int) Math.min(threads(), (images + passSize - 1) / passSize);
  }

  /** Returns the options that let another command compute the same bits. */
  String arguments() {
    return (device.equals(DeviceChoice.AUTO) ? "" : " --device " + device.name())
        + (threads == null ? "" : " --threads " + threads);
  }

  /** Tells the engine, which reads it when it starts, how many threads it may have. */
  void limitThreads() {
    if (threads != null) {
      System.setProperty("ai.djl.pytorch.num_threads", threads.toString());
    }
  }

  /**
   * Starts the engine, which takes a second or two, in a thread of its own, and does the work
   * meanwhile.
   */
  int whileStarting(IoSupplier<Integer> work) throws IOException {
    CompletableFuture<Engine> engine = start();
    try {
      return work.get();
    } finally {
      // The process must not end while libraries are being loaded.
      engine.handle((started, failure) -> started).join();
    }
  }

  private CompletableFuture<Engine> start() {
    limitThreads();
    CompletableFuture<Engine> engine = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                engine.complete(Engine.getEngine("PyTorch"));
              } catch (RuntimeException | Error e) {
                engine.completeExceptionally(e);
              }
            },
            "engine-start");
    thread.setDaemon(true);
    thread.start();
    started = engine;
    return engine;
  }

  /** Returns the device that was asked for, once the engine has started. */
  Device find() {
    awaitStart();
    return device.find();
  }

  /** Returns all devices that were asked for, once the engine has started. */
  List<Device> findAll() {
    awaitStart();
    return device.findAll();
  }

  /** Returns all devices that were asked for, to train by a configuration. */
  List<Device> findAll(GanConfig config) {
    List<Device> devices = findAll();
    if (devices.size() > 1 && config.network().family().normalisesBatches()) {
      throw new UsageException(
          "--device: networks with batch normalisation (tiny, dcgan) train on one device, got "
              + device.name());
    }
    if (devices.size() > config.training().batch()) {
      throw new UsageException(
          "--device: at most as many as images per step, %d, got %s"
              .formatted(config.training().batch(), device.name()));
    }
    return devices;
  }

  private void awaitStart() {
    if (started != null) {
      // What failed at the start says why; a second start would only say that there was one.
      started.join();
      if (threads == null) {
        // PyTorch counts cores, also where a container may use only some of them. Here, because
        // this thread may have computed before, and takes no number over from another one.
        ComputeThreads.useAtMost(threads());
      }
    }
  }

  /** Returns why a card is not used that could have been, once the engine has started. */
  Optional<String> unused() {
    return device.unused();
  }
}
