package io.organza.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares Organza's step with the same step for other libraries, by turns: each turn is a process
 * of its own, for two builds of PyTorch do not live in one, with the launcher's settings.
 *
 * <p>Arguments: the number of threads, of rounds, and of chunks whose time is taken in each turn;
 * then, if not all are to run, names of contenders. Or: {@code pair}, the number of chunks, and two
 * contenders that are to share a process, and its one thread.
 */
public final class StepComparison {

  private static final String TURN = "turn";
  private static final String PAIR = "pair";
  private static final String PAIRED = "paired";

  private StepComparison() {}

  /** Runs the comparison, or one turn of it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 3 && args[0].equals(TURN)) {
      Measurement.take(Contender.valueOf(args[1]), Integer.parseInt(args[2]), System.out);
      return;
    }
    if (args.length == 4 && args[0].equals(PAIR)) {
      run(1, System.out::println, PAIRED, args[1], args[2], args[3]);
      return;
    }
    if (args.length == 4 && args[0].equals(PAIRED)) {
      try (Pair pair = new Pair(Contender.valueOf(args[2]), Contender.valueOf(args[3]))) {
        pair.compare(Integer.parseInt(args[1]), System.out);
      }
      return;
    }
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    int chunks = args.length > 2 ? Integer.parseInt(args[2]) : 4;
    Map<Contender, List<Measurement>> measured = new EnumMap<>(Contender.class);
    for (Contender contender : contenders(args)) {
      measured.put(contender, new ArrayList<>());
    }
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<Contender, List<Measurement>> entry : measured.entrySet()) {
        Measurement turn = turn(entry.getKey(), threads, chunks);
        entry.getValue().add(turn);
        System.err.printf(
            "Round %d: %s, %.0f images/s%n", round, entry.getKey().title, turn.imagesPerSecond());
      }
    }
    checkShapes(measured);
    System.out.println(new Report(measured));
  }

  private static List<Contender> contenders(String[] args) {
    return args.length > 3
        ? Arrays.stream(args).skip(3).map(Contender::valueOf).toList()
        : List.of(Contender.values());
  }

  private static Measurement turn(Contender contender, int threads, int chunks)
      throws IOException, InterruptedException {
    Measurement measurement = new Measurement();
    run(threads, measurement::add, TURN, contender.name(), String.valueOf(chunks));
    return measurement;
  }

  /** Runs this class in a process of its own, and passes on what it prints. */
  private static void run(int threads, Consumer<String> output, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-XX:+UseSerialGC");
    command.add("-DOPT_OUT_TRACKING=true");
    command.add("-Dai.djl.offline=true");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StepComparison.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put("OMP_NUM_THREADS", String.valueOf(threads));
    // As the launcher organza sets them.
    environment.put("MALLOC_ARENA_MAX", "1");
    environment.put("MALLOC_MMAP_MAX_", "0");
    environment.put("MALLOC_TRIM_THRESHOLD_", "8589934592");
    environment.put("MALLOC_TOP_PAD_", "67108864");
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(output);
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          String.join(" ", arguments) + " ended with " + process.exitValue());
    }
  }

  /** JavaCPP's networks must be Organza's, parameter by parameter; DJL's have other shapes. */
  private static void checkShapes(Map<Contender, List<Measurement>> measured) {
    long different =
        measured.entrySet().stream()
            .filter(entry -> entry.getKey() != Contender.DJL_FP32)
            .map(entry -> entry.getValue().get(0).shapes())
            .distinct()
            .count();
    if (different > 1) {
      throw new IllegalStateException("contenders train networks of different shapes");
    }
  }
}
